package io.millrace.engine;

import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.pool.Crew;
import io.millrace.engine.worker.WorkerSelf;

/// How a [Pool] stands to the pool in the file: it started it, or it submits to what another process
/// started.
sealed interface Tenure permits OwnPool, GuestPool {
    PoolRegion region();

    Crew crew();

    Helpers helpers();

    /// What a calling thread is while it runs tasks of a pool without workers.
    WorkerSelf caller();

    /// That the workers can load the class of a function.
    ///
    /// @throws io.millrace.shm.NotTransportableException when they cannot
    void requireLoadable(Object function);

    /// Changes how many workers there are; returns when the new ones are ready.
    void resize(int workers);

    /// That jobs may be submitted.
    ///
    /// @throws IllegalStateException when the pool was closed
    /// @throws io.millrace.shm.PeerDiedException when its owner is gone
    void requireOpen();

    /// No worker is replaced any more: what is in work is not wanted.
    void dismiss();

    /// Ends it; nothing that was submitted here is in work any more.
    void close();
}
