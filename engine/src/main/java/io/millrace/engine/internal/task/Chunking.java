package io.millrace.engine.internal.task;

/// How many items of a call make a batch: as many as the user said, or as many as take two milliseconds.
///
/// The size starts at one and grows with every batch that took less time, at most fourfold: the first items
/// of a cold JVM tell little about the others. Written under the scheduler's lock; [#size] is read by any
/// thread.
final class Chunking {
    private static final long TARGET_NANOS = 2_000_000;
    private static final int MAX_ITEMS = 1 << 14;
    private static final int MAX_GROWTH = 4;

    private final boolean given;
    private volatile int size;
    private double nanosPerItem;
    private int roomForResults = MAX_ITEMS;

    /// @param given by the user; 0: to be measured
    Chunking(int given) {
        this.given = given > 0;
        this.size = Math.max(1, given);
    }

    int size() {
        return size;
    }

    boolean isGiven() {
        return given;
    }

    /// @param nanos from the batch's submission to its end
    void measured(int items, long nanos) {
        if (given || items == 0) {
            return;
        }
        double latest = Math.max(1.0, (double) nanos / items);
        nanosPerItem = nanosPerItem == 0 || latest < nanosPerItem ? latest : (3 * nanosPerItem + latest) / 4;
        int wanted = (int) Math.min(MAX_ITEMS, TARGET_NANOS / nanosPerItem);
        size = Math.max(1, Math.min(Math.min(wanted, MAX_GROWTH * Math.max(size, items)), roomForResults));
    }

    /// A batch ended early because the results of more items would not have fitted.
    void fitted(int items) {
        roomForResults = Math.max(1, items);
        if (!given) {
            size = Math.min(size, roomForResults);
        }
    }
}
