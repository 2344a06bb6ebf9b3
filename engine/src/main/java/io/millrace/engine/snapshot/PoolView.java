package io.millrace.engine.snapshot;

import io.millrace.shm.view.ProcessView;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// A pool: who computes in it, and what is in work.
///
/// @param owner the process that started it
/// @param workers number of wanted workers
/// @param kernel the kernels that its workers use
/// @param startedAt by the clock of the owner's system
/// @param workerSlots occupied worker slots; those of workers come first, then those of programs that
///         help; dead holders are shown until they are recovered
/// @param jobs jobs over arrays that have not ended
/// @param batches object tasks whose results were not taken
/// @param elementsDone elements of all finished chunks since the pool started
/// @param tasksDone object tasks finished since the pool started
/// @param elementsPerSecond `elementsDone` by the time since `startedAt`; empty when every process that
///         works in the pool is dead
/// @param tasksPerSecond the same of `tasksDone`
/// @param lastFailure the last exception of a function of the user, of a job or a task
public record PoolView(
        String name,
        State state,
        ProcessView owner,
        int workers,
        String kernel,
        Instant startedAt,
        List<WorkerView> workerSlots,
        List<JobView> jobs,
        List<TaskBatchView> batches,
        long elementsDone,
        long tasksDone,
        OptionalDouble elementsPerSecond,
        OptionalDouble tasksPerSecond,
        Optional<FailureView> lastFailure) {

    /// Whether the pool accepts jobs.
    public enum State {
        /// It does.
        OPEN,
        /// It does not: its owner closes it.
        CLOSED,
        /// It does not: its owner died.
        ABANDONED
    }

    public PoolView {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(kernel, "kernel");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(elementsPerSecond, "elementsPerSecond");
        Objects.requireNonNull(tasksPerSecond, "tasksPerSecond");
        Objects.requireNonNull(lastFailure, "lastFailure");
        workerSlots = List.copyOf(workerSlots);
        jobs = List.copyOf(jobs);
        batches = List.copyOf(batches);
    }

    /// Batches that no worker has begun, or whose worker died.
    public int batchesWaiting() {
        return (int) batches.stream()
                .filter(batch -> batch.state() == TaskBatchView.State.WAITING)
                .count();
    }

    /// Batches that workers run.
    public int batchesInWork() {
        return (int) batches.stream().filter(TaskBatchView::isInWork).count();
    }

    /// Tasks of the batches that wait or are in work.
    public long tasksInBatches() {
        return batches.stream()
                .filter(TaskBatchView::isOpen)
                .mapToLong(TaskBatchView::tasks)
                .sum();
    }

    /// How many of [#tasksInBatches] are finished.
    public long tasksDoneInBatches() {
        return batches.stream()
                .filter(TaskBatchView::isOpen)
                .mapToLong(TaskBatchView::done)
                .sum();
    }
}
