package io.millrace.engine.internal.job;

/// What goes on in a pool, over all its jobs and batches of tasks. Reads the tables and frees what
/// nobody is left to free; holds nothing.
public final class PoolActivity {
    private PoolActivity() {}

    /// Whether a chunk or a batch of tasks waits for a worker.
    public static boolean hasWaitingWork(PoolRegion pool) {
        return new JobTable(pool).hasFreeChunk() || TaskTable.hasReady(pool);
    }

    /// Whether a batch of tasks waits for a worker.
    public static boolean hasWaitingTask(PoolRegion pool) {
        return TaskTable.hasReady(pool);
    }

    /// Whether no job and no batch is in work or waits, and no results wait for their submitter.
    public static boolean isQuiet(PoolRegion pool) {
        return new JobTable(pool).isEmpty() && TaskTable.isEmpty(pool);
    }
}
