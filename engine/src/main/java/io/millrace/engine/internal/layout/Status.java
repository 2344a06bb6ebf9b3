package io.millrace.engine.internal.layout;

import io.millrace.shm.FileFormatException;

/// How one item of a `TaskBatch` ended.
public enum Status {
    /// It returned null, or nothing; no bytes.
    NULL(0),
    /// It returned a value: the bytes of `Codec.any()`.
    VALUE(1),
    /// It threw: the bytes of `Codec.any()` of the throwable.
    THREW(2),
    /// It returned what cannot travel, or is too large: the bytes of a `NotTransportableException`
    /// or `MessageTooLargeException` by `Codec.any()`.
    UNENCODABLE(3),
    /// It returned a text: its bytes in UTF-8.
    TEXT(4);

    private static final Status[] ALL = values();

    private final int code;

    Status(int code) {
        this.code = code;
    }

    /// Its code in the file.
    public int code() {
        return code;
    }

    /// The constant of a code read from a file.
    ///
    /// @throws FileFormatException when no constant has that code
    public static Status ofCode(int code) {
        if (code >= 0 && code < ALL.length) {
            return ALL[code];
        }
        throw new FileFormatException(
                ("the file has a code that this version does not know: field=status, code=%s; use the version"
                        + " that wrote it")
                        .formatted(code));
    }
}
