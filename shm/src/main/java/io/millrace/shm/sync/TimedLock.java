package io.millrace.shm.sync;

import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.Interrupts;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The five ways to acquire a `Lock`, all by one method that takes a deadline and says what an
/// interrupt does.
///
/// A caller that gets an `OwnerDiedException` does not hold the lock.
abstract sealed class TimedLock implements LockView
        permits SharedReadWriteLock.ReadLock, SharedReadWriteLock.WriteLock {
    /// True when the caller holds the lock; false when the deadline passed first.
    abstract boolean enter(Deadline deadline, Interrupts interrupts) throws InterruptedException;

    private boolean enterKeepingInterrupts(Deadline deadline) {
        try {
            return enter(deadline, Interrupts.KEEP);
        } catch (InterruptedException impossible) {
            throw new AssertionError("an interrupt ended a wait that none ends", impossible);
        }
    }

    /// Waits as long as it takes; interrupts do not end the wait.
    ///
    /// @throws io.millrace.shm.OwnerDiedException when a writer died; the caller does not hold the
    ///         lock
    @Override
    public void lock() {
        enterKeepingInterrupts(Deadline.forever());
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        enter(Deadline.forever(), Interrupts.THROW);
    }

    @Override
    public boolean tryLock() {
        return enterKeepingInterrupts(Deadline.of(Duration.ZERO));
    }

    @Override
    public boolean tryLock(Duration timeout) throws InterruptedException {
        return enter(Deadline.of(timeout), Interrupts.THROW);
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        return enter(Deadline.ofNanos(unit.toNanos(time)), Interrupts.THROW);
    }
}
