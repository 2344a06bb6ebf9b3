package io.millrace.engine.internal.kernel.loops;

import io.millrace.shm.FileFormatException;

/// How a kernel writes its output. The elements are the same either way.
public enum Store {
    /// Through the caches: for output that is read again soon.
    CACHED(0),
    /// Past the caches if the kernel can: for output that is larger than the last-level cache and
    /// not also an input.
    STREAMING(1);

    private static final Store[] ALL = values();

    private final int code;

    Store(int code) {
        this.code = code;
    }

    /// Its code in the file.
    public int code() {
        return code;
    }

    /// The constant of a code read from a file.
    ///
    /// @throws FileFormatException when no constant has that code
    public static Store ofCode(int code) {
        for (Store known : ALL) {
            if (known.code == code) {
                return known;
            }
        }
        throw new FileFormatException(
                ("the file has a code that this version does not know: field=store, code=%s; use the version"
                        + " that wrote it")
                        .formatted(code));
    }
}
