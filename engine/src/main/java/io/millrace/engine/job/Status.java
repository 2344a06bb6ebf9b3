package io.millrace.engine.job;

/// What became of one item of a [TaskBatch].
public enum Status {
    /// It returned null, or nothing; no bytes.
    NULL,
    /// It returned a value: the bytes of `Codec.any()`.
    VALUE,
    /// It threw: the bytes of `Codec.any()` of the throwable.
    THREW,
    /// It returned what cannot travel, or is too large: the bytes of a `NotTransportableException` or
    /// `MessageTooLargeException` by `Codec.any()`.
    UNENCODABLE
}
