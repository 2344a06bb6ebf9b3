package io.millrace.engine.internal.task;

/// How many items of a call make a batch: as many as the user said, or as many as take two milliseconds.
///
/// The size begins with what earlier calls with the same function have told, or with one item. It grows
/// with every batch that took less time, at most fourfold: the first items of a cold JVM tell little
/// about the others. A worker ends a batch whose items turn out to be slower ([#sliceNanos]). Written
/// under the scheduler's lock; [#size] is read by any thread.
final class Chunking {
    private static final long TARGET_NANOS = 2_000_000;
    private static final long SLICE_NANOS = 4 * TARGET_NANOS;
    private static final int MAX_ITEMS = 1 << 14;
    private static final int MAX_GROWTH = 4;

    private final boolean given;
    private final ItemCost cost;
    private volatile int size;
    private int roomForResults = MAX_ITEMS;

    /// @param given by the user; 0: to be measured
    /// @param cost of the call's function
    Chunking(int given, ItemCost cost) {
        this.given = given > 0;
        this.cost = cost;
        this.size = this.given ? given : Math.max(1, wanted());
    }

    /// 0 when nothing is known, or an item takes longer than a batch should.
    private int wanted() {
        double nanosPerItem = cost.nanosPerItem();
        return nanosPerItem == 0 ? 0 : (int) Math.min(MAX_ITEMS, TARGET_NANOS / nanosPerItem);
    }

    /// After how long a worker begins no more items of a batch; 0: never.
    long sliceNanos() {
        return given ? 0 : SLICE_NANOS;
    }

    int size() {
        return size;
    }

    boolean isGiven() {
        return given;
    }

    /// @param nanos how long a worker ran them; 0 when no worker told
    void measured(int items, long nanos) {
        if (given || items == 0 || nanos == 0) {
            return;
        }
        cost.measured(Math.max(1.0, (double) nanos / items));
        size = Math.max(1, Math.min(Math.min(wanted(), MAX_GROWTH * Math.max(size, items)), roomForResults));
    }

    /// A batch ended early because the results of more items would not have fitted.
    void fitted(int items) {
        roomForResults = Math.max(1, items);
        if (!given) {
            size = Math.min(size, roomForResults);
        }
    }
}
