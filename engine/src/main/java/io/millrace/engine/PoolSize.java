package io.millrace.engine;

/// How many workers a pool has.
///
/// @param first to begin with
/// @param least where load lets it shrink to
/// @param most where load lets it grow to
/// @param seats what it has room for
record PoolSize(int first, int least, int most, int seats) {
    static final PoolSize NONE = new PoolSize(0, 0, 0, 0);

    /// A pool may be resized to so many even if nobody asked for it when it was started.
    private static final int USUAL_SEATS = 8;

    /// As [PoolOptions] has them: 0 stands for what is usual.
    static PoolSize of(int workers, int minWorkers, int maxWorkers) {
        int usual = Math.max(Runtime.getRuntime().availableProcessors(), minWorkers);
        int first = workers > 0 ? workers : maxWorkers > 0 ? Math.min(usual, maxWorkers) : usual;
        int least = minWorkers > 0 ? minWorkers : first;
        int most = maxWorkers > 0 ? maxWorkers : first;
        if (least > first || first > most) {
            throw new IllegalArgumentException(
                    "numbers of workers contradict each other: minWorkers=%d, workers=%d, maxWorkers=%d; let them rise in this order"
                            .formatted(least, first, most));
        }
        return new PoolSize(first, least, most, Math.max(most, maxWorkers > 0 ? 0 : USUAL_SEATS));
    }

    /// Whether load changes anything.
    boolean isElastic() {
        return least < most;
    }

    /// That it may be resized to so many.
    void require(int workers) {
        if (workers < 1 || workers > seats) {
            throw new IllegalArgumentException(
                    "workers out of range: workers=%d, most=%d; give 1 to most, or start the pool with a larger PoolOptions.maxWorkers"
                            .formatted(workers, seats));
        }
    }
}
