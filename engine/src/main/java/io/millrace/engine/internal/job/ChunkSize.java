package io.millrace.engine.internal.job;

import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.layout.Block;

/// How large the chunks of a job are, by what its elements cost.
///
/// A chunk is large enough that the cost of the claim is small against the cost of the work, some
/// 40 us, and small enough that a death loses little: at most about 5 ms of work. Cheap work runs at
/// memory speed, 1 to 5 elements a nanosecond; expensive work (`exp` and similar) takes some 10 to
/// 100 ns an element. The cost of a function of the user is unknown in its first job: then there are
/// many small chunks; the chunks of later jobs follow from the cost that the earlier job measured.
/// In a new program the claim and the end of a chunk are interpreted and take some 0.1 ms, which is
/// why cheap chunks grow to some milliseconds where a party has several of them.
///
/// @param minLevel the smallest chunk has 2^minLevel blocks
/// @param maxLevel the largest chunk has 2^maxLevel blocks
/// @param perParty about how many chunks each party computes, where the levels allow
record ChunkSize(int minLevel, int maxLevel, int perParty) {
    private static final double MIN_NANOS = 4e4;
    private static final double MAX_NANOS = 5e6;
    /// The smallest chunk of any work has no more than 2^MIN_LEVEL blocks.
    static final int MIN_LEVEL = 5;

    /// The largest chunk of any work has no more than 2^MAX_LEVEL blocks.
    static final int MAX_LEVEL = 10;

    private static final int FEW = 4;
    private static final int SEVERAL = 8;
    private static final int MANY = 64;

    private static final ChunkSize CHEAP = new ChunkSize(MIN_LEVEL, MAX_LEVEL, FEW); // 131,072 to 4,194,304 elements
    private static final ChunkSize EXPENSIVE = new ChunkSize(0, 4, SEVERAL); // 4,096 to 65,536 elements
    private static final ChunkSize UNKNOWN = new ChunkSize(0, 2, MANY); // up to 16,384 elements: 5 ms at 300 ns

    static ChunkSize of(Work work, UserCode code) {
        if (code.isEmpty()) {
            return work.isExpensive() ? EXPENSIVE : CHEAP;
        }
        double nanos = code.cost().nanos();
        return nanos > 0
                ? new ChunkSize(
                        levelOf(MIN_NANOS / nanos, MIN_LEVEL), levelOf(MAX_NANOS / nanos, MAX_LEVEL), SEVERAL)
                : UNKNOWN;
    }

    private static int levelOf(double elements, int most) {
        return Math.clamp(Math.getExponent(elements / Block.LENGTH), 0, most);
    }
}
