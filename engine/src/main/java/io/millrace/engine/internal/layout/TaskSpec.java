package io.millrace.engine.internal.layout;

/// One batch of object tasks, ready to be written into a row: one function and at least one item.
///
/// ```text
/// items:  +--------+-------+--------+-------+----     length -1: no input, the function takes none
///         | length | bytes | length | bytes | ...     length  0: null
///         +--------+-------+--------+-------+----     else: the bytes of Codec.any(), little endian lengths of 4 bytes
///
/// TEXT:   +--------+-------+--------+-------+----
///         | length | UTF-8 | length | UTF-8 | ...
///         +--------+-------+--------+-------+----
///
/// others: +-------+-------+----
///         | value | value | ...                       each of the width of the column
///         +-------+-------+----
/// ```
///
/// @param function a `RemoteCallable`, `RemoteRunnable` or `RemoteFunction`, by `Codec.any()` bound
///         to the pool's memory
/// @param maxAttempts how many workers may die in one item before it is lost; 1 for a task that
///         must not run again
/// @param sliceNanos after how long a worker begins no more items of the batch; 0: without a limit
public record TaskSpec(byte[] function, ItemBytes items, int maxAttempts, long sliceNanos) {
    /// Length field of an item without input.
    public static final int NO_INPUT = -1;

    /// Length field of an item that is null.
    public static final int NULL_INPUT = 0;

    /// The items of a batch.
    ///
    /// @param column how they stand in `bytes`
    /// @param bytes one item after the other; not copied
    public record ItemBytes(Column column, byte[] bytes, int count) {
        public ItemBytes {
            if (count < 1) {
                throw new IllegalArgumentException("a batch has at least one item: count=" + count);
            }
        }
    }

    public TaskSpec {
        if (maxAttempts < 1 || maxAttempts > JobWord.MAX_ATTEMPT) {
            throw new IllegalArgumentException(
                    "maxAttempts out of range: maxAttempts=%s; give 1 to %s"
                            .formatted(maxAttempts, JobWord.MAX_ATTEMPT));
        }
    }

    public long byteSize() {
        return (long) function.length + items.bytes().length;
    }
}
