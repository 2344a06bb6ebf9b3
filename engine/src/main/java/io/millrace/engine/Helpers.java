package io.millrace.engine;

import io.millrace.engine.job.ChunkRunner;
import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.kernel.Kernels;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Seats for submitters that help: a thread borrows one while it computes. Kernels are loaded at
/// the first use.
final class Helpers implements AutoCloseable {
    private final PoolRegion pool;
    private final Supplier<Kernels> kernels;
    private final Deque<ChunkRunner> idle = new ArrayDeque<>();

    Helpers(PoolRegion pool, Supplier<Kernels> kernels) {
        this.pool = pool;
        this.kernels = kernels;
    }

    /// A runner for the calling thread, or null when all helping seats are taken.
    synchronized @Nullable ChunkRunner borrow() {
        if (!idle.isEmpty()) {
            return idle.pop();
        }
        int slot = pool.memory().attachment().slot();
        for (int seat = pool.shape().workers(); seat < pool.shape().seats(); seat++) {
            if (pool.seats().take(seat, slot)) {
                return new ChunkRunner(pool, kernels.get(), slot, seat);
            }
        }
        return null;
    }

    /// Takes a seat, if there is one: as long as somebody sits there, an abandoned pool's tables stay.
    void sitDown() {
        ChunkRunner runner = borrow();
        if (runner != null) {
            giveBack(runner);
        }
    }

    synchronized void giveBack(ChunkRunner runner) {
        idle.push(runner);
    }

    /// Leaves the seats; nobody may be helping any more.
    @Override
    public synchronized void close() {
        for (ChunkRunner runner : idle) {
            pool.leave(runner.seat(), pool.memory().attachment().slot());
        }
        idle.clear();
    }
}
