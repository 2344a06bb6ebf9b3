package io.millrace.engine.snapshot;

import io.millrace.shm.view.ProcessView;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// What happened between two snapshots of a file, per second. What is in one of them only is left out.
///
/// @param time between the snapshots
/// @param stopped the processes that were stopped in both: they have been for at least `time`, unless
///         they ran in between
public record Rates(
        Duration time,
        List<ProcessView> stopped,
        List<LockRate> locks,
        List<QueueRate> queues,
        List<PipeRate> pipes,
        List<BroadcastRate> broadcasts,
        List<CounterRate> counters,
        List<PoolRate> pools,
        List<JobRate> jobs) {

    /// @param acquisitions how often the lock was taken, per second
    public record LockRate(String name, double acquisitions) {}

    /// @param puts messages put in, per second
    /// @param takes messages taken, per second
    public record QueueRate(String name, double puts, double takes) {}

    /// @param toSecondBytes bytes of records written to the second end, per second
    /// @param toFirstBytes bytes of records written to the first end, per second
    public record PipeRate(String name, double toSecondBytes, double toFirstBytes) {}

    /// @param sent messages per second
    public record BroadcastRate(String name, double sent) {}

    /// @param added to the counter, per second
    public record CounterRate(String name, double added) {}

    /// @param elements of finished chunks of array jobs, per second
    /// @param tasks finished object tasks, per second
    public record PoolRate(String name, double elements, double tasks) {}

    /// A job over arrays that was in work in both snapshots.
    ///
    /// @param elements of finished chunks, per second
    public record JobRate(String pool, long job, double elements) {}

    public Rates {
        Objects.requireNonNull(time, "time");
        stopped = List.copyOf(stopped);
        locks = List.copyOf(locks);
        queues = List.copyOf(queues);
        pipes = List.copyOf(pipes);
        broadcasts = List.copyOf(broadcasts);
        counters = List.copyOf(counters);
        pools = List.copyOf(pools);
        jobs = List.copyOf(jobs);
    }
}
