package io.millrace.engine.internal.pool;

import io.millrace.engine.PoolOptions;
import io.millrace.engine.WorkerKind;

/// How many workers a pool has.
///
/// @param first to begin with
/// @param least where load lets it shrink to
/// @param most where load lets it grow to
/// @param limit the largest number that `Pool.resize` takes; the tables have room for `most` from the start
record PoolSize(int first, int least, int most, int limit) {
    private static final PoolSize NONE = new PoolSize(0, 0, 0, 0);

    /// A process slot for each of 1,023 attachments, some of them for submitters.
    private static final int MAX_WORKERS = 1000;

    /// What the options ask for, with what 0 stands for filled in.
    ///
    /// @throws IllegalArgumentException when the numbers contradict each other
    static PoolSize of(PoolOptions options) {
        return options.workerKind() == WorkerKind.CALLER
                ? NONE
                : of(options.workers(), options.minWorkers(), options.maxWorkers());
    }

    private static PoolSize of(int workers, int minWorkers, int maxWorkers) {
        int usual = Math.max(Runtime.getRuntime().availableProcessors(), minWorkers);
        int first = workers > 0 ? workers : maxWorkers > 0 ? Math.min(usual, maxWorkers) : usual;
        int least = minWorkers > 0 ? minWorkers : first;
        int most = maxWorkers > 0 ? maxWorkers : first;
        if (least > first || first > most) {
            throw new IllegalArgumentException(
                    ("numbers of workers contradict each other: minWorkers=%s, workers=%s, maxWorkers=%s; let them"
                            + " rise in this order")
                            .formatted(least, first, most));
        }
        return new PoolSize(first, least, most, maxWorkers > 0 ? most : MAX_WORKERS);
    }

    /// Whether load changes the number of workers.
    boolean isElastic() {
        return least < most;
    }

    /// Requires that the pool may be resized to that number.
    ///
    /// @throws IllegalArgumentException when it may not
    void require(int workers) {
        if (workers < 1 || workers > limit) {
            throw new IllegalArgumentException("workers out of range: workers=%s, most=%s; give 1 to most%s"
                    .formatted(workers, limit,
                            limit < MAX_WORKERS ? ", or start the pool with a larger PoolOptions.maxWorkers" : ""));
        }
    }
}
