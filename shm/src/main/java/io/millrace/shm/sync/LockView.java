package io.millrace.shm.sync;

import java.time.Duration;
import java.util.concurrent.locks.Lock;

/// One of the two views of a [SharedReadWriteLock]: the readers' or the writers'. Travels by
/// `Codec.any()` as the lock does.
public sealed interface LockView extends Lock permits TimedLock {
    /// The lock behind this view.
    SharedReadWriteLock readWriteLock();

    /// Waits at most `timeout`; zero or less: not at all.
    ///
    /// @throws io.millrace.shm.OwnerDiedException when a writer died; the lock is not held
    /// @throws InterruptedException when the thread is interrupted
    boolean tryLock(Duration timeout) throws InterruptedException;

    /// Whether the calling thread holds the lock through this view.
    boolean isHeldByCurrentThread();
}
