package io.millrace.engine.internal.job;

import io.millrace.engine.Schedule;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.layout.Block;

/// How a job is cut: chunks of 2^level whole blocks, aligned to their size, so that each is a node
/// of the summation tree.
///
/// A chunk is large enough that the cost of the claim is small against the cost of the work, and
/// small enough that a death loses little: at most about 5 ms of work. Cheap work runs at memory
/// speed, at most some 5 elements a nanosecond in each worker; expensive work (`exp` and similar)
/// takes some 20 to 100 ns an element. The cost of a function of the user is unknown in its first
/// job: its chunks are small; the chunks of later jobs follow from the cost that the earlier job
/// measured.
///
/// @param blocks blocks of the whole job
/// @param workers how many workers may compute at the same time
/// @param minLevel the smallest chunk has 2^minLevel blocks: more chunks would not fit into the
///         table
/// @param maxLevel the largest chunk has 2^maxLevel blocks
record ChunkPlan(long blocks, int workers, int minLevel, int maxLevel, Schedule schedule) {
    private static final int CHEAP_MAX_LEVEL = 8; // 1,048,576 elements
    private static final int EXPENSIVE_MAX_LEVEL = 4; // 65,536 elements
    private static final int UNKNOWN_MAX_LEVEL = 2; // 16,384 elements: 5 ms at 300 ns
    private static final double MAX_CHUNK_NANOS = 5e6;
    private static final int CHUNKS_PER_WORKER = 64;

    /// Binary logarithm of the most blocks that a chunk of that work has.
    static int largestLevel(Work work, UserCode code) {
        if (code.isEmpty()) {
            return work.isExpensive() ? EXPENSIVE_MAX_LEVEL : CHEAP_MAX_LEVEL;
        }
        double nanos = code.cost().nanos();
        return nanos > 0
                ? Math.clamp(Math.getExponent(MAX_CHUNK_NANOS / (nanos * Block.LENGTH)), 0, CHEAP_MAX_LEVEL)
                : UNKNOWN_MAX_LEVEL;
    }

    /// @param largestLevel the largest level for the work; chunks are larger only when the table
    ///         has no room for that many
    static ChunkPlan of(long blocks, int workers, int capacity, Schedule schedule, int largestLevel) {
        int minLevel = 0;
        while (blocks >>> minLevel >= capacity) {
            minLevel++;
        }
        int maxLevel = Math.max(minLevel, largestLevel);
        return new ChunkPlan(blocks, Math.max(1, workers), minLevel, maxLevel, schedule);
    }

    /// Receives each chunk in order.
    interface Sink {
        void chunk(int index, long firstBlock, int level);
    }

    /// Cuts the job.
    ///
    /// @return how many chunks
    int cut(Sink sink) {
        int chunks = 0;
        long block = 0;
        while (block < blocks) {
            int level = schedule == Schedule.GUIDED ? guidedLevel(block) : evenLevel();
            sink.chunk(chunks++, block, level);
            block += 1L << level;
        }
        return chunks;
    }

    /// One size for all: several chunks for each worker, so that a slow worker does not delay the
    /// end.
    private int evenLevel() {
        return levelOf(blocks / ((long) workers * CHUNKS_PER_WORKER));
    }

    /// Half of each worker's share of the rest, as far as alignment allows: large chunks first,
    /// small chunks at the end.
    private int guidedLevel(long block) {
        int level = levelOf((blocks - block) / (2L * workers));
        return block == 0 ? level : Math.min(level, Long.numberOfTrailingZeros(block));
    }

    private int levelOf(long share) {
        int level = share <= 1 ? 0 : 63 - Long.numberOfLeadingZeros(share);
        return Math.max(minLevel, Math.min(maxLevel, level));
    }
}
