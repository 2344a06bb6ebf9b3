package io.millrace.ckernel;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The C library cannot be used here. The message says why and what helps; other kernels can serve.
public final class NativeLibraryException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    NativeLibraryException(String message) {
        super(message);
    }

    NativeLibraryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
