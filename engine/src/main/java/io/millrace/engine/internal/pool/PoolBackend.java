package io.millrace.engine.internal.pool;

import io.millrace.engine.internal.crew.Crew;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.worker.WorkerSelf;

/// What a `Pool` runs on: a pool that this process started, or a pool of another process to which
/// this process submits.
public sealed interface PoolBackend permits HostedPool, AttachedPool {
    PoolRegion region();

    Crew crew();

    SubmitterSlots submitterSlots();

    /// The worker identity of a calling thread that runs tasks itself, in a pool without workers.
    WorkerSelf caller();

    /// Requires that the workers can load the class of a function.
    ///
    /// @throws io.millrace.shm.NotTransportableException when they cannot
    void requireLoadable(Object function);

    /// Changes how many workers there are; returns at once.
    void resize(int workers);

    /// Requires that jobs may be submitted.
    ///
    /// @throws IllegalStateException when the pool was closed
    /// @throws io.millrace.shm.PeerDiedException when the owner of the pool is dead
    void requireOpen();

    /// Stops replacing workers that die: nobody waits for the results of running work any more.
    void dismiss();

    /// Ends the pool. When this returns, nothing that was submitted through this backend runs any
    /// more.
    void close();
}
