package io.millrace.engine.internal.job;

import io.millrace.engine.Schedule;

/// How a job is cut: chunks of 2^level whole blocks, aligned to their size, so that each is a node
/// of the summation tree.
///
/// @param blocks blocks of the whole job
/// @param parties how many threads compute at the same time
/// @param size of its chunks; they are larger only when the table has no room for that many
public record ChunkPlan(long blocks, int parties, ChunkSize size, Schedule schedule) {

    /// @param capacity the most chunks that the table has room for
    static ChunkPlan of(long blocks, int parties, int capacity, Schedule schedule, ChunkSize size) {
        int minLevel = fittingLevel(blocks, capacity, size.minLevel());
        ChunkSize fitting = new ChunkSize(minLevel, Math.max(minLevel, size.maxLevel()), size.perParty());
        return new ChunkPlan(blocks, Math.max(1, parties), fitting, schedule);
    }

    /// The chunks of a job, whatever its work: all but the last one are of these levels, and begin at multiples of
    /// their size.
    ///
    /// @param smallest a job over a multiple of 2^smallest blocks has whole chunks only
    public record Levels(int smallest, int largest) {}

    /// @param capacity the most chunks that the table has room for
    public static Levels levels(long blocks, int capacity) {
        return new Levels(
                fittingLevel(blocks, capacity, ChunkSize.MIN_LEVEL),
                fittingLevel(blocks, capacity, ChunkSize.MAX_LEVEL));
    }

    private static int fittingLevel(long blocks, int capacity, int least) {
        int level = least;
        while (blocks >>> level >= capacity) {
            level++;
        }
        return level;
    }

    /// Receives each chunk in order.
    interface Sink {
        void chunk(int index, long firstBlock, int level);
    }

    /// Cuts the job.
    ///
    /// @return how many chunks
    int cut(Sink sink) {
        int even = evenLevel();
        int chunks = 0;
        long block = 0;
        while (block < blocks) {
            int level = switch (schedule) {
                case AUTO, STATIC -> Math.min(even, guidedLevel(block, shareEnd(block) - block, 1));
                case DYNAMIC -> Math.min(even, guidedLevel(block, blocks - block, parties));
                case GUIDED -> guidedLevel(block, blocks - block, parties);
            };
            sink.chunk(chunks++, block, level);
            block += 1L << level;
        }
        return chunks;
    }

    /// One size for all: several chunks for each party, so that a slow one does not delay the end.
    private int evenLevel() {
        return levelOf(blocks / ((long) parties * size.perParty()));
    }

    /// The first block of a share, or the end of the share before.
    ///
    /// @param shares how many there are; they differ by a block at most
    public static long bound(long blocks, int share, int shares) {
        return blocks / shares * share + blocks % shares * share / shares;
    }

    /// The end of the share of one party that the block is in. The last chunks of a share are small: a party that has
    /// done its own share takes them, and the pages of what it takes are not in its page table at first.
    private long shareEnd(long block) {
        int share = (int) (block / Math.max(1, blocks / parties));
        while (bound(blocks, share, parties) > block) {
            share--;
        }
        while (bound(blocks, share + 1, parties) <= block) {
            share++;
        }
        return bound(blocks, share + 1, parties);
    }

    /// Half of each party's share of the rest, as far as alignment allows: large chunks first, small
    /// chunks at the end.
    private int guidedLevel(long block, long rest, int sharing) {
        int level = levelOf(rest / (2L * sharing));
        return block == 0 ? level : Math.min(level, Long.numberOfTrailingZeros(block));
    }

    private int levelOf(long share) {
        int level = share <= 1 ? 0 : 63 - Long.numberOfLeadingZeros(share);
        return Math.clamp(level, size.minLevel(), size.maxLevel());
    }
}
