package io.millrace.engine.internal.pool;

import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.kernel.KernelLoader;
import io.millrace.engine.internal.kernel.Kernels;
import io.millrace.engine.internal.runner.ChunkRunner;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Worker slots for submitters that compute too: a thread borrows one while it computes. The first use
/// begins to load the kernels.
public final class SubmitterSlots implements AutoCloseable {
    private final PoolRegion pool;
    private final KernelLoader kernels;
    private final Deque<ChunkRunner> idle = new ArrayDeque<>();

    SubmitterSlots(PoolRegion pool, KernelLoader kernels) {
        this.pool = pool;
        this.kernels = kernels;
    }

    /// The kernels that this process computes with now.
    public Kernels kernels() {
        return kernels.ready();
    }

    /// A runner for the calling thread; null when all submitter slots are taken.
    public synchronized @Nullable ChunkRunner borrow() {
        if (!idle.isEmpty()) {
            return idle.pop();
        }
        kernels.ready(); // throws, if at all, while no slot is taken
        int slot = pool.memory().slotHolder().slot();
        for (int workerSlot = pool.shape().workers(); workerSlot < pool.shape().workerSlots(); workerSlot++) {
            if (pool.workerSlots().holder(workerSlot) == 0) {
                // first: a slot that is taken without a runner is lost
                ChunkRunner runner = new ChunkRunner(pool, kernels::ready, slot, workerSlot);
                if (pool.workerSlots().take(workerSlot, slot)) {
                    return runner;
                }
            }
        }
        return null;
    }

    /// Takes a slot, if one is free: while a slot is taken, the tables of an abandoned pool stay.
    void occupy() {
        ChunkRunner runner = borrow();
        if (runner != null) {
            giveBack(runner);
        }
    }

    public synchronized void giveBack(ChunkRunner runner) {
        idle.push(runner);
    }

    /// Gives the slots back. No thread may hold a runner.
    @Override
    public synchronized void close() {
        for (ChunkRunner runner : idle) {
            pool.leave(runner.workerSlot(), pool.memory().slotHolder().slot());
        }
        idle.clear();
    }
}
