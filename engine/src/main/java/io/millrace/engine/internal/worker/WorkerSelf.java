package io.millrace.engine.internal.worker;

import io.millrace.engine.RemoteSupplier;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.shm.internal.region.Regions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The worker that runs the current code. Only the thread of a worker has one, as long as the
/// worker lives. In a pool without workers, all callers share one.
public final class WorkerSelf {
    private static final ScopedValue<WorkerSelf> CURRENT = ScopedValue.newInstance();

    private final int index;
    private final String pool;
    private final Regions memory;
    private final Map<Class<?>, Object> state = new HashMap<>();

    /// @param index number of the worker's slot
    /// @param pool name of its pool
    public WorkerSelf(int index, String pool, Regions memory) {
        this.index = index;
        this.pool = pool;
        this.memory = memory;
    }

    /// The worker of the calling thread; empty in other threads.
    public static Optional<WorkerSelf> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /// Runs code as this worker, and returns its result.
    public boolean call(BooleanSupplier work) {
        return ScopedValue.where(CURRENT, this).call(work::getAsBoolean);
    }

    /// Code that runs as a worker.
    public interface Step<X extends Throwable> {
        void run() throws X;
    }

    /// Runs code as this worker.
    public <X extends Throwable> void run(Step<X> step) throws X {
        ScopedValue.<WorkerSelf>where(CURRENT, this).<WorkerSelf, X>call(() -> {
            step.run();
            return this;
        });
    }

    /// Whether this is a worker of the given pool.
    public boolean isOf(PoolRegion other) {
        return pool.equals(other.name()) && memory.file().equals(other.memory().file());
    }

    /// Refuses a thread that runs a task of the pool: one that waits for its own pool might wait for itself.
    ///
    /// @throws IllegalStateException when the calling thread is a worker of the pool
    public static void refuseOf(PoolRegion pool) {
        if (!CURRENT.isBound() || pool.shape().workers() == 0) {
            return;
        }
        WorkerSelf self = CURRENT.get();
        if (self.isOf(pool)) {
            throw new IllegalStateException(
                    ("a task cannot submit to its own pool, where it might wait for itself: pool=%s,"
                            + " worker=%s; start another pool, or submit from outside")
                            .formatted(pool.name(), self.index()));
        }
    }

    public int index() {
        return index;
    }

    public Regions memory() {
        return memory;
    }

    /// The object of this class that belongs to the worker; the first call makes it.
    public synchronized <T> T state(Class<T> type, RemoteSupplier<? extends T> maker) throws Exception {
        Object known = state.get(type);
        if (known == null) {
            known = maker.get();
            state.put(type, known);
        }
        return type.cast(known);
    }
}
