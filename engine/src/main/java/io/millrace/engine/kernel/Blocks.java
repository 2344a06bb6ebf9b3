package io.millrace.engine.kernel;

import java.util.SplittableRandom;

/// The numbers of the summation tree, and room to compute a block in.
final class Blocks {

    /// Elements of a block.
    static final int LENGTH = 4096;

    /// Accumulators within a block.
    static final int ACCUMULATORS = 32;

    private Blocks() {}

    /// One buffer for each thread that asks.
    static ThreadLocal<double[]> doubles() {
        return ThreadLocal.withInitial(() -> new double[LENGTH]);
    }

    static ThreadLocal<float[]> floats() {
        return ThreadLocal.withInitial(() -> new float[LENGTH]);
    }

    static ThreadLocal<long[]> longs() {
        return ThreadLocal.withInitial(() -> new long[LENGTH]);
    }

    static ThreadLocal<int[]> ints() {
        return ThreadLocal.withInitial(() -> new int[LENGTH]);
    }

    /// The random stream of the block that begins at `firstIndex`: a [SplittableRandom] seeded with
    /// the sum of `seed` and (block + 1) times an odd constant, mixed by Stafford's variant 13 (the
    /// finalizer of SplitMix64). Mixing keeps the streams of neighbours apart: unmixed, they would
    /// be one sequence at small distances.
    static SplittableRandom random(long seed, long firstIndex) {
        if (firstIndex % LENGTH != 0) {
            throw new IllegalArgumentException(
                    "random elements are made by whole blocks: firstIndex=" + firstIndex);
        }
        long z = seed + (firstIndex / LENGTH + 1) * 0xD1342543DE82EF95L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return new SplittableRandom(z ^ (z >>> 31));
    }
}
