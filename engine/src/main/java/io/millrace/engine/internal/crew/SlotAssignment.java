package io.millrace.engine.internal.crew;

import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.layout.WorkerSlots;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Which worker slots of a pool its crew has assigned to a worker. A slot is assigned from the
/// launch of a worker until that worker has exited.
///
/// A retired worker keeps its slot until it has exited. If the crew grows before the worker begins
/// to leave, the worker is kept instead of replaced. Safe for all threads.
final class SlotAssignment {
    private final PoolRegion pool;
    private final WorkerSlots workerSlots;
    private final boolean[] assigned;

    SlotAssignment(PoolRegion pool) {
        this.pool = pool;
        this.workerSlots = pool.workerSlots();
        this.assigned = new boolean[pool.shape().workers()];
    }

    /// Changes the number of wanted workers and retires the surplus.
    ///
    /// @return the slots for which the crew has to launch a worker
    /// @throws io.millrace.shm.OutOfSpaceException when the file has no room for that many; nothing
    ///         is changed
    synchronized List<Integer> resize(int wanted) {
        pool.makeRoomFor(wanted);
        pool.workers(wanted);
        return assignMissing();
    }

    /// Releases the slot of a worker that has exited.
    ///
    /// @return the slots for which the crew has to launch a worker
    synchronized List<Integer> ended(int workerSlot) {
        assigned[workerSlot] = false;
        return assignMissing();
    }

    /// Releases slots for which no worker could be launched; the pool wants fewer workers from now
    /// on.
    synchronized void notLaunched(List<Integer> failed) {
        if (!failed.isEmpty()) {
            failed.forEach(workerSlot -> assigned[workerSlot] = false);
            pool.workers(stayingCount());
        }
    }

    /// Whether the slot is assigned and its worker is not retired.
    synchronized boolean stays(int workerSlot) {
        return assigned[workerSlot] && !workerSlots.isSentHome(workerSlot);
    }

    /// Whether each wanted worker has a slot and passes the test. A retired worker does not count,
    /// and its replacement has no slot before the retired worker has exited.
    synchronized boolean isComplete(IntPredicate ready) {
        return stayingCount() >= pool.workers() && staying().allMatch(ready);
    }

    private List<Integer> assignMissing() {
        List<Integer> launched = new ArrayList<>();
        int missing = pool.workers() - stayingCount();
        retire(-missing);
        for (int workerSlot = 0; workerSlot < assigned.length && missing > 0; workerSlot++) {
            if (assigned[workerSlot] && workerSlots.keep(workerSlot)) {
                missing--;
            }
        }
        for (int workerSlot = 0; workerSlot < pool.workerSlotCount() && missing > 0; workerSlot++) {
            if (!assigned[workerSlot]) {
                assigned[workerSlot] = true;
                workerSlots.makeReady(workerSlot);
                launched.add(workerSlot);
                missing--;
            }
        }
        return launched;
    }

    /// Retires first the workers that have not occupied their slots, then those that have been idle
    /// for the longest time, then those with the highest slots.
    private void retire(int surplus) {
        if (surplus > 0) {
            staying()
                    .boxed()
                    .sorted(Comparator.comparingLong(this::dispensableNanos)
                            .thenComparing(Comparator.naturalOrder())
                            .reversed())
                    .limit(surplus)
                    .forEach(workerSlots::retire);
            pool.work().advance();
        }
    }

    private long dispensableNanos(int workerSlot) {
        return workerSlots.holder(workerSlot) == 0 ? Long.MAX_VALUE : idleNanos(workerSlot);
    }

    /// The time since the worker of a slot had work; -1 while it works.
    private long idleNanos(int workerSlot) {
        long since = workerSlots.restsSince(workerSlot);
        return since == 0 ? -1 : Math.max(0, System.nanoTime() - since);
    }

    /// The number of workers that have been idle for longer than this time and are not retired.
    long idleWorkers(long nanos) {
        return staying().filter(workerSlot -> idleNanos(workerSlot) > nanos).count();
    }

    /// Whether each worker that is not retired has occupied its slot and works.
    boolean areAllBusy() {
        return staying().allMatch(workerSlot -> workerSlots.holder(workerSlot) != 0 && idleNanos(workerSlot) < 0);
    }

    private int stayingCount() {
        int count = 0;
        for (int workerSlot = 0; workerSlot < assigned.length; workerSlot++) {
            count += stays(workerSlot) ? 1 : 0;
        }
        return count;
    }

    /// The slots that [stay][#stays].
    IntStream staying() {
        return IntStream.range(0, assigned.length).filter(this::stays);
    }
}
