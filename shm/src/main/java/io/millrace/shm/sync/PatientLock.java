package io.millrace.shm.sync;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/// The ways to come in of a `Lock`, all over one: with a patience, and interrupts that end the wait or are kept.
///
/// Whoever is refused by an `OwnerDiedException` does not hold the lock.
abstract sealed class PatientLock implements Lock permits SharedReadWriteLock.ReadLock, SharedReadWriteLock.WriteLock {
    /// Whether the caller is inside now; false when the patience ended.
    abstract boolean enter(Patience patience, Interrupts interrupts) throws InterruptedException;

    private boolean enterKeepingInterrupts(Patience patience) {
        try {
            return enter(patience, Interrupts.KEEP);
        } catch (InterruptedException impossible) {
            throw new IllegalStateException("an interrupt ended a wait that none ends", impossible);
        }
    }

    /// Waits as long as it takes; interrupts do not end that. `OwnerDiedException`: not held.
    @Override
    public void lock() {
        enterKeepingInterrupts(Patience.forever());
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        enter(Patience.forever(), Interrupts.THROW);
    }

    @Override
    public boolean tryLock() {
        return enterKeepingInterrupts(Patience.of(Duration.ZERO));
    }

    /// Waits at most `timeout`; zero or less: not at all.
    public boolean tryLock(Duration timeout) throws InterruptedException {
        return enter(Patience.of(timeout), Interrupts.THROW);
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        return enter(Patience.ofNanos(unit.toNanos(time)), Interrupts.THROW);
    }
}
