package io.millrace.engine.internal.layout;

/// One batch of object tasks, ready to be written into a row: one function and at least one item.
///
/// ```text
/// items:  +--------+-------+--------+-------+----     length -1: no input, the function takes none
///         | length | bytes | length | bytes | ...     length  0: null
///         +--------+-------+--------+-------+----     else: the bytes of Codec.any(), little endian lengths of 4 bytes
/// ```
///
/// @param function a `RemoteCallable`, `RemoteRunnable` or `RemoteFunction`, by `Codec.any()` bound
///         to the pool's memory
/// @param items one after the other; not copied
/// @param maxAttempts how many workers may die in one item before it is lost; 1 for a task that
///         must not run again
public record TaskSpec(byte[] function, byte[] items, int count, int maxAttempts) {
    /// Length field of an item without input.
    public static final int NO_INPUT = -1;

    /// Length field of an item that is null.
    public static final int NULL_INPUT = 0;

    public TaskSpec {
        if (count < 1) {
            throw new IllegalArgumentException("a batch has at least one item: count=" + count);
        }
        if (maxAttempts < 1 || maxAttempts > JobWord.MAX_ATTEMPT) {
            throw new IllegalArgumentException(
                    "maxAttempts out of range: maxAttempts=%s; give 1 to %s"
                            .formatted(maxAttempts, JobWord.MAX_ATTEMPT));
        }
    }

    public long byteSize() {
        return (long) function.length + items.length;
    }
}
