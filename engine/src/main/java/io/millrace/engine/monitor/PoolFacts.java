package io.millrace.engine.monitor;

import io.millrace.engine.job.JobFacts;
import io.millrace.engine.job.PoolRegion;
import io.millrace.shm.process.Attachment;
import java.util.ArrayList;
import java.util.List;

/// A pool as an onlooker sees it.
///
/// @param owner process slot of who started it
/// @param workers how many workers it keeps
/// @param kernel which kernels its workers were told to use
/// @param seats places taken, the workers' first
/// @param jobs what is not over
public record PoolFacts(
        String name, State state, int owner, int workers, String kernel, List<Seat> seats, List<JobFacts> jobs) {

    /// Whether jobs may be submitted.
    public enum State {
        /// Yes.
        OPEN,
        /// No: its owner closes it.
        CLOSED,
        /// No: its owner died.
        ABANDONED
    }

    /// Who computes at a place.
    ///
    /// @param slot process slot of who sits there
    /// @param chunks finished at this place since the pool began
    public record Seat(int number, int slot, long pid, long chunks) {}

    /// Keeps copies of the lists.
    public PoolFacts {
        seats = List.copyOf(seats);
        jobs = List.copyOf(jobs);
    }

    static PoolFacts of(PoolRegion pool) {
        Attachment attachment = pool.memory().attachment();
        List<Seat> seats = new ArrayList<>();
        for (int number = 0; number < pool.shape().seats(); number++) {
            int slot = pool.seats().holder(number);
            if (slot != 0 && attachment.isAlive(slot)) {
                seats.add(new Seat(
                        number, slot, pool.seats().lastPid(number), pool.seats().chunks(number)));
            }
        }
        return new PoolFacts(
                pool.name(),
                state(pool, attachment),
                pool.ownerSlot(),
                pool.workers(),
                pool.shape().kernel().name(),
                seats,
                JobFacts.of(pool));
    }

    /// What the dead can no longer say is asked of the kernel.
    private static State state(PoolRegion pool, Attachment attachment) {
        if (pool.isAbandoned() || !attachment.isAlive(pool.ownerSlot())) {
            return State.ABANDONED;
        }
        return pool.isOpen() ? State.OPEN : State.CLOSED;
    }
}
