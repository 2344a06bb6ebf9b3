package io.millrace.spark.internal.node;

import io.millrace.engine.internal.layout.Block;
import java.io.Serializable;
import java.util.stream.IntStream;

/// How an array is cut into partitions: at blocks of the summation tree, as far as possible at large nodes of it.
///
/// @param length elements of the array
/// @param partitions how many there are; the last ones may be empty
/// @param unit blocks; all bounds but the last are multiples of it
public record Bounds(long length, int partitions, long unit) implements Serializable {
    /// Parts differ in size by an eighth at most, unless they are a few blocks each.
    private static final long UNITS_PER_PARTITION = 8;

    /// Chunks of a job have no more blocks: larger units would gain nothing.
    private static final long LARGEST_UNIT = 1024;

    /// Cuts an array of `length` elements.
    public static Bounds of(long length, int partitions) {
        long share = Block.count(length) / (partitions * UNITS_PER_PARTITION);
        return new Bounds(length, partitions, Math.clamp(Long.highestOneBit(share), 1, LARGEST_UNIT));
    }

    /// The first element of a partition; of `partitions` the length.
    public long from(int partition) {
        long units = Math.ceilDiv(Block.count(length), unit);
        long share = units / partitions * partition + units % partitions * partition / partitions;
        return Math.min(length, share * unit * Block.LENGTH);
    }

    /// The first element of each partition, and the length.
    public long[] starts() {
        return IntStream.rangeClosed(0, partitions).mapToLong(this::from).toArray();
    }

    /// Elements of a partition.
    public long length(int partition) {
        return from(partition + 1) - from(partition);
    }

    /// The first block of a partition.
    public long firstBlock(int partition) {
        return Block.count(from(partition));
    }
}
