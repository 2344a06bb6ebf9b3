package io.millrace.engine.internal.monitor;

import io.millrace.engine.internal.job.JobFacts;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.TaskFacts;
import io.millrace.shm.internal.process.ProcessSlotHolder;
import java.util.ArrayList;
import java.util.List;

/// The state of a pool, read from the file.
///
/// @param owner process slot of the process that started the pool
/// @param workers number of wanted workers
/// @param kernel the kernels that its workers use
/// @param workerSlots occupied slots; those of workers come first, then those of submitters
/// @param jobs jobs over arrays that have not ended
/// @param tasks object tasks that have not ended
public record PoolFacts(
        String name,
        State state,
        int owner,
        int workers,
        String kernel,
        List<WorkerSlot> workerSlots,
        List<JobFacts> jobs,
        TaskFacts tasks) {

    /// Whether the pool accepts jobs.
    public enum State {
        /// It does.
        OPEN,
        /// It does not: its owner closes it.
        CLOSED,
        /// It does not: its owner died.
        ABANDONED
    }

    /// An occupied worker slot.
    ///
    /// @param slot process slot of its holder
    /// @param chunks chunks finished in this worker slot since the pool started
    public record WorkerSlot(int number, int slot, long pid, long chunks) {}

    /// Keeps copies of the lists.
    public PoolFacts {
        workerSlots = List.copyOf(workerSlots);
        jobs = List.copyOf(jobs);
    }

    static PoolFacts of(PoolRegion pool) {
        ProcessSlotHolder slotHolder = pool.memory().slotHolder();
        List<WorkerSlot> workerSlots = new ArrayList<>();
        for (int number = 0; number < pool.shape().workerSlots(); number++) {
            int slot = pool.workerSlots().holder(number);
            if (slot != 0 && slotHolder.isAlive(slot)) {
                workerSlots.add(new WorkerSlot(
                        number, slot, pool.workerSlots().lastPid(number), pool.workerSlots().chunks(number)));
            }
        }
        return new PoolFacts(
                pool.name(),
                state(pool, slotHolder),
                pool.ownerSlot(),
                pool.workers(),
                pool.shape().kernel().name(),
                workerSlots,
                JobFacts.of(pool),
                TaskFacts.of(pool));
    }

    /// The state; a dead owner cannot write it, so the kernel is asked whether the owner lives.
    private static State state(PoolRegion pool, ProcessSlotHolder slotHolder) {
        if (pool.isAbandoned() || !slotHolder.isAlive(pool.ownerSlot())) {
            return State.ABANDONED;
        }
        return pool.isOpen() ? State.OPEN : State.CLOSED;
    }
}
