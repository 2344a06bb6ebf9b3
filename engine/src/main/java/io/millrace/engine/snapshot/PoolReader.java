package io.millrace.engine.snapshot;

import io.millrace.engine.internal.job.LastFailure;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.layout.WorkerSlots;
import io.millrace.shm.internal.process.ProcessViews;
import io.millrace.shm.view.ProcessView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Reads the tables of one pool. Without order while other processes write: each fact was true at some
/// moment, not all at the same moment.
final class PoolReader {
    private final PoolRegion pool;
    private final ProcessViews processes;
    private final Instant now = Instant.now();

    PoolReader(PoolRegion pool, ProcessViews processes) {
        this.pool = pool;
        this.processes = processes;
    }

    PoolView read() {
        ProcessView owner = processes.of(Math.max(1, pool.ownerSlot()));
        List<WorkerView> workers = workers();
        boolean computes = !owner.isDead()
                || workers.stream().anyMatch(worker -> !worker.process().isDead());
        List<TaskBatchView> batches = new TaskBatchReader(pool, processes).readAll();
        long tasksDone = pool.tasksDone()
                + batches.stream()
                        .filter(TaskBatchView::isOpen)
                        .mapToLong(TaskBatchView::done)
                        .sum();
        long elementsDone = elementsDone();
        Instant startedAt = Instant.ofEpochMilli(pool.startedAt());
        return new PoolView(
                pool.name(),
                state(owner),
                owner,
                pool.workers(),
                pool.shape().kernel().name().toLowerCase(Locale.ROOT),
                startedAt,
                workers,
                new JobReader(pool, processes, since -> computes ? secondsSince(since) : 0).readAll(),
                batches,
                elementsDone,
                tasksDone,
                computes ? rate(elementsDone, secondsSince(startedAt)) : OptionalDouble.empty(),
                computes ? rate(tasksDone, secondsSince(startedAt)) : OptionalDouble.empty(),
                LastFailure.read(pool).map(PoolReader::view));
    }

    private double secondsSince(Instant start) {
        return Duration.between(start, now).toNanos() / 1e9;
    }

    /// Empty when no time is known.
    static OptionalDouble rate(long done, double seconds) {
        return seconds > 0 ? OptionalDouble.of(done / seconds) : OptionalDouble.empty();
    }

    private static FailureView view(LastFailure.Recorded failure) {
        return new FailureView(failure.at(), failure.pid(), failure.type(), failure.message());
    }

    private List<WorkerView> workers() {
        WorkerSlots slots = pool.workerSlots();
        List<WorkerView> workers = new ArrayList<>();
        for (int number = 0; number < pool.shape().workerSlots(); number++) {
            Optional<ProcessView> holder = processes.ifAny(slots.holder(number));
            if (holder.isPresent()) {
                workers.add(new WorkerView(
                        number, holder.get(), slots.chunks(number), slots.elements(number), idle(slots, number)));
            }
        }
        return workers;
    }

    private static Optional<Duration> idle(WorkerSlots slots, int number) {
        long since = slots.restsSince(number);
        return since == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(Math.max(0, System.nanoTime() - since)));
    }

    private long elementsDone() {
        long done = 0;
        for (int number = 0; number < pool.shape().workerSlots(); number++) {
            done += pool.workerSlots().elements(number);
        }
        return done;
    }

    /// The state; a dead owner cannot write it.
    private PoolView.State state(ProcessView owner) {
        if (pool.isAbandoned() || owner.isDead()) {
            return PoolView.State.ABANDONED;
        }
        return pool.isOpen() ? PoolView.State.OPEN : PoolView.State.CLOSED;
    }
}
