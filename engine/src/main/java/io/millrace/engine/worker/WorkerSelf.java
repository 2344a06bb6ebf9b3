package io.millrace.engine.worker;

import io.millrace.engine.RemoteSupplier;
import io.millrace.engine.job.PoolRegion;
import io.millrace.shm.region.Regions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Who runs the code in a worker: known to the thread of the worker while it lives, to nobody else. In
/// a pool without workers, all callers are the same one.
public final class WorkerSelf {
    private static final ScopedValue<WorkerSelf> CURRENT = ScopedValue.newInstance();

    private final int index;
    private final String pool;
    private final Regions memory;
    private final Map<Class<?>, Object> state = new HashMap<>();

    /// @param index the worker's seat
    /// @param pool the name of its pool
    public WorkerSelf(int index, String pool, Regions memory) {
        this.index = index;
        this.pool = pool;
        this.memory = memory;
    }

    /// The worker that the calling thread is; empty when it is none.
    public static Optional<WorkerSelf> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /// Runs something as this worker.
    public boolean call(BooleanSupplier work) {
        return ScopedValue.where(CURRENT, this).call(work::getAsBoolean);
    }

    /// A part of a worker's life.
    public interface Part<X extends Throwable> {
        void run() throws X;
    }

    /// Runs a part of this worker's life.
    public <X extends Throwable> void run(Part<X> part) throws X {
        ScopedValue.<WorkerSelf>where(CURRENT, this).<WorkerSelf, X>call(() -> {
            part.run();
            return this;
        });
    }

    /// Whether it is a worker of that pool.
    public boolean isOf(PoolRegion other) {
        return pool.equals(other.name()) && memory.file().equals(other.memory().file());
    }

    public int index() {
        return index;
    }

    public Regions memory() {
        return memory;
    }

    /// The worker's own object of that class, made by the first call.
    public synchronized <T> T state(Class<T> type, RemoteSupplier<? extends T> maker) throws Exception {
        Object known = state.get(type);
        if (known == null) {
            known = maker.get();
            state.put(type, known);
        }
        return type.cast(known);
    }
}
