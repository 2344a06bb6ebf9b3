package io.millrace.engine.task;

/// Counts of the items of all calls since the last time when there was none. Belongs to who holds
/// the scheduler's lock.
final class Tally {
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
