package io.millrace.shm;

import org.jspecify.annotations.Nullable;

/// Stands for a throwable of another process whose type is not on the class path here, or cannot be
/// made with the same message and cause. Has its stack trace, cause and suppressed ones.
public final class RemoteThrowable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String originalType;

    RemoteThrowable(String originalType, @Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
        this.originalType = originalType;
    }

    /// Stands for one that cannot be sent as it is, such as for want of room: who receives it gets
    /// the original type, if that can be made there.
    public static RemoteThrowable of(String originalType, @Nullable String message, @Nullable Throwable cause) {
        return new RemoteThrowable(originalType, message, cause);
    }

    /// Keeps no stack of its own: it is given that of the original one.
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /// Name of the class it had there.
    public String originalType() {
        return originalType;
    }

    /// As the original one would say it.
    @Override
    public String toString() {
        String message = getLocalizedMessage();
        return message == null ? originalType : originalType + ": " + message;
    }
}
