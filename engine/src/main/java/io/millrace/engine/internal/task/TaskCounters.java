package io.millrace.engine.internal.task;

/// Counts of the items of all calls since the last time when there was no call. Guarded by the scheduler's
/// lock.
final class TaskCounters {
    private long done;
    private long failed;
    private long total;

    void begin() {
        done = 0;
        failed = 0;
        total = 0;
    }

    void came(long items) {
        total += items;
    }

    void ended(long items, long ofThemFailed) {
        done += items;
        failed += ofThemFailed;
    }

    TaskCounts counts() {
        return new TaskCounts(done, failed, total);
    }
}
