package io.millrace.engine;

import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.pool.Crew;
import io.millrace.engine.kernel.Kernels;
import java.util.function.Supplier;

/// How a [Pool] stands to the pool in the file: it started it, or it submits to what another process
/// started.
sealed interface Tenure permits OwnPool, GuestPool {
    PoolRegion region();

    Crew crew();

    Helpers helpers();

    /// Changes how many workers there are; returns when the new ones are ready.
    void resize(int workers);

    /// That jobs may be submitted.
    ///
    /// @throws IllegalStateException when the pool was closed
    /// @throws io.millrace.shm.PeerDiedException when its owner is gone
    void requireOpen();

    /// Ends it; nothing that was submitted here is in work any more.
    void close();
}
