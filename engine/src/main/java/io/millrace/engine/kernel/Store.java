package io.millrace.engine.kernel;

/// How a kernel writes its output. The numbers are the same.
public enum Store {
    /// Through the caches: for what is read again soon.
    CACHED,
    /// Past the caches where the kernel can: for outputs larger than the last-level cache that are
    /// not also an input.
    STREAMING
}
