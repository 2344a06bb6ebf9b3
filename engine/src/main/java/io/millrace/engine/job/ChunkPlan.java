package io.millrace.engine.job;

import io.millrace.engine.Schedule;
import io.millrace.engine.kernel.Work;

/// How a job is cut: chunks of 2^level whole blocks, aligned to their size, so that each is a node
/// of the summation tree.
///
/// A chunk is large enough that claiming it costs nothing beside computing it, and small enough
/// that losing one to a death costs little: at most about 5 ms of work. Cheap work runs at memory
/// speed, some 5 elements a nanosecond and worker at best; dear work (`exp` and its kin) takes some
/// 20 to 100 ns an element. What a function of the user's takes is not known the first time: chunks
/// are small then, later ones as large as the job before suggests.
///
/// @param blocks blocks of the whole job
/// @param workers who may compute at the same time
/// @param minLevel the smallest chunk has 2^minLevel blocks: more chunks would not fit into the
///         table
/// @param maxLevel the largest chunk has 2^maxLevel blocks
record ChunkPlan(long blocks, int workers, int minLevel, int maxLevel, Schedule schedule) {
    private static final int CHEAP_MAX_LEVEL = 8; // 1,048,576 elements
    private static final int DEAR_MAX_LEVEL = 4; // 65,536 elements
    private static final int UNKNOWN_MAX_LEVEL = 2; // 16,384 elements: 5 ms at 300 ns
    private static final double MOST_NANOS = 5e6;
    private static final int CHUNKS_PER_WORKER = 64;

    /// How many blocks, as a power of two, a chunk of that work has at the most.
    static int largestLevel(Work work, UserCode code) {
        if (code.isEmpty()) {
            return work.isDear() ? DEAR_MAX_LEVEL : CHEAP_MAX_LEVEL;
        }
        double nanos = code.cost().nanos();
        return nanos > 0
                ? Math.clamp(Math.getExponent(MOST_NANOS / (nanos * Block.LENGTH)), 0, CHEAP_MAX_LEVEL)
                : UNKNOWN_MAX_LEVEL;
    }

    /// @param largestLevel that of the work; larger chunks are made only where the table has no room for
    ///         as many
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

    /// One size for all: some chunks for each worker, so that a slow one does not hold up the end.
    private int evenLevel() {
        return levelOf(blocks / ((long) workers * CHUNKS_PER_WORKER));
    }

    /// Half of each worker's share of what is left, as far as alignment allows: large first, small
    /// at the end.
    private int guidedLevel(long block) {
        int level = levelOf((blocks - block) / (2L * workers));
        return block == 0 ? level : Math.min(level, Long.numberOfTrailingZeros(block));
    }

    private int levelOf(long share) {
        int level = share <= 1 ? 0 : 63 - Long.numberOfLeadingZeros(share);
        return Math.max(minLevel, Math.min(maxLevel, level));
    }
}
