package io.millrace.engine.internal.kernel.loops;

import io.millrace.ckernel.FoldFunction;
import java.util.SplittableRandom;

/// Sizes of a block in the summation tree, buffers for one block, and the random stream of a block.
public final class Blocks {

    /// Number of elements in a block.
    public static final int LENGTH = FoldFunction.BLOCK_ELEMENTS;

    /// Number of accumulators in a block.
    public static final int ACCUMULATORS = 32;

    /// Number of elements that a loop goes through several times in memory before it takes the next ones.
    static final int PIECE = 512;

    /// How far the seeds of two neighbouring blocks lie apart, before they are mixed.
    private static final long SEED_STEP = 0xD1342543DE82EF95L;

    private Blocks() {}

    /// A buffer for one block in each thread.
    public static ThreadLocal<double[]> doubles() {
        return ThreadLocal.withInitial(() -> new double[LENGTH]);
    }

    public static ThreadLocal<float[]> floats() {
        return ThreadLocal.withInitial(() -> new float[LENGTH]);
    }

    public static ThreadLocal<long[]> longs() {
        return ThreadLocal.withInitial(() -> new long[LENGTH]);
    }

    public static ThreadLocal<int[]> ints() {
        return ThreadLocal.withInitial(() -> new int[LENGTH]);
    }

    /// The random stream of the block that begins at `firstIndex`: a [SplittableRandom]. Its seed
    /// is `seed` plus (block number + 1) times an odd constant, mixed by Stafford's variant 13 (the
    /// finalizer of SplitMix64). Without the mixing, the streams of neighbouring blocks would be
    /// parts of one sequence at a small distance.
    public static SplittableRandom random(long seed, long firstIndex) {
        long z = seedOfPart(seed, firstIndex) + SEED_STEP;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return new SplittableRandom(z ^ (z >>> 31));
    }

    /// The seed with which the elements from `firstIndex` on, as an array of their own, are the same
    /// elements: block 0 of that array has the stream of the block that begins at `firstIndex`.
    ///
    /// @throws IllegalArgumentException when no block begins there
    public static long seedOfPart(long seed, long firstIndex) {
        return seed + number(firstIndex) * SEED_STEP;
    }

    /// The number of the block that begins at `firstIndex`, of a work over random elements.
    ///
    /// @throws IllegalArgumentException when no block begins there
    public static long number(long firstIndex) {
        if (firstIndex % LENGTH != 0) {
            throw new IllegalArgumentException(
                    "random elements begin at the first element of a block: firstIndex=" + firstIndex);
        }
        return firstIndex / LENGTH;
    }
}
