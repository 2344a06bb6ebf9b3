package io.millrace.shm;

import io.millrace.shm.region.RegionRequest;
import io.millrace.shm.sync.LockOptions;
import io.millrace.shm.sync.SharedBarrier;
import io.millrace.shm.sync.SharedEvent;
import io.millrace.shm.sync.SharedLock;
import io.millrace.shm.sync.SharedReadWriteLock;
import io.millrace.shm.sync.SharedSemaphore;
import java.util.Objects;

/// From names to what processes wait on. As `NamedRegions`: `newX` makes, `x` opens, `openOrNewX`
/// does whichever is needed. Conditions are made and opened by their `SharedLock`.
public abstract sealed class NamedWaits extends NamedRegions permits NamedMessages {
    NamedWaits() {}

    private static String named(String name) {
        return Objects.requireNonNull(name, "name");
    }

    /// Makes a lock that reports owners that died inside.
    public SharedLock newLock(String name) {
        return newLock(name, LockOptions.defaults());
    }

    /// Makes a lock as the options say.
    public SharedLock newLock(String name, LockOptions options) {
        return SharedLock.over(createRegion(SharedLock.request(named(name), options)));
    }

    /// Makes a lock with a made-up name.
    public SharedLock newLock() {
        return newLock(LockOptions.defaults());
    }

    /// Makes a lock with a made-up name, as the options say.
    public SharedLock newLock(LockOptions options) {
        return SharedLock.over(createRegion(SharedLock.request(null, options)));
    }

    /// Opens a lock.
    public SharedLock lock(String name) {
        return SharedLock.over(openRegion(name, RegionKind.LOCK));
    }

    /// Opens the lock, or makes it.
    public SharedLock openOrNewLock(String name) {
        return openOrNewLock(name, LockOptions.defaults());
    }

    /// Opens the lock, whatever its options, or makes it as these say.
    public SharedLock openOrNewLock(String name, LockOptions options) {
        return NamedHandles.openOrNew(() -> lock(name), () -> newLock(name, options));
    }

    /// Makes a read-write lock that reports writers that died inside.
    public SharedReadWriteLock newReadWriteLock(String name) {
        return newReadWriteLock(name, LockOptions.defaults());
    }

    /// Makes a read-write lock as the options say.
    public SharedReadWriteLock newReadWriteLock(String name, LockOptions options) {
        return SharedReadWriteLock.over(createRegion(SharedReadWriteLock.request(named(name), options)));
    }

    /// Makes a read-write lock with a made-up name.
    public SharedReadWriteLock newReadWriteLock() {
        return newReadWriteLock(LockOptions.defaults());
    }

    /// Makes a read-write lock with a made-up name, as the options say.
    public SharedReadWriteLock newReadWriteLock(LockOptions options) {
        return SharedReadWriteLock.over(createRegion(SharedReadWriteLock.request(null, options)));
    }

    /// Opens a read-write lock.
    public SharedReadWriteLock readWriteLock(String name) {
        return SharedReadWriteLock.over(openRegion(name, RegionKind.READ_WRITE_LOCK));
    }

    /// Opens the read-write lock, or makes it.
    public SharedReadWriteLock openOrNewReadWriteLock(String name) {
        return openOrNewReadWriteLock(name, LockOptions.defaults());
    }

    /// Opens the read-write lock, whatever its options, or makes it as these say.
    public SharedReadWriteLock openOrNewReadWriteLock(String name, LockOptions options) {
        return NamedHandles.openOrNew(() -> readWriteLock(name), () -> newReadWriteLock(name, options));
    }

    /// Makes a semaphore with so many permits, and never more.
    public SharedSemaphore newSemaphore(String name, int permits) {
        return newSemaphore(name, permits, permits);
    }

    /// Makes a semaphore that begins with so many permits and has at most `maximum`.
    public SharedSemaphore newSemaphore(String name, int permits, int maximum) {
        return newSemaphore(SharedSemaphore.request(named(name), permits, maximum));
    }

    /// Makes a semaphore with so many permits, and never more, and a made-up name.
    public SharedSemaphore newSemaphore(int permits) {
        return newSemaphore(permits, permits);
    }

    /// Makes a semaphore that begins with so many permits and has at most `maximum`, and a made-up
    /// name.
    public SharedSemaphore newSemaphore(int permits, int maximum) {
        return newSemaphore(SharedSemaphore.request(null, permits, maximum));
    }

    private SharedSemaphore newSemaphore(RegionRequest request) {
        return SharedSemaphore.over(createRegion(request));
    }

    /// Opens a semaphore.
    public SharedSemaphore semaphore(String name) {
        return SharedSemaphore.over(openRegion(name, RegionKind.SEMAPHORE));
    }

    /// Opens the semaphore, or makes it with so many permits; an existing one must have that
    /// maximum.
    public SharedSemaphore openOrNewSemaphore(String name, int permits) {
        return openOrNewSemaphore(name, permits, permits);
    }

    /// Opens the semaphore, or makes it; an existing one must have the same maximum.
    public SharedSemaphore openOrNewSemaphore(String name, int permits, int maximum) {
        SharedSemaphore semaphore =
                NamedHandles.openOrNew(() -> semaphore(name), () -> newSemaphore(name, permits, maximum));
        requireSame(name, "maximum", semaphore.maximum(), maximum);
        return semaphore;
    }

    /// Makes an event that is not set.
    public SharedEvent newEvent(String name) {
        return SharedEvent.over(createRegion(SharedEvent.request(named(name))));
    }

    /// Makes an event that is not set, with a made-up name.
    public SharedEvent newEvent() {
        return SharedEvent.over(createRegion(SharedEvent.request(null)));
    }

    /// Opens an event.
    public SharedEvent event(String name) {
        return SharedEvent.over(openRegion(name, RegionKind.EVENT));
    }

    /// Opens the event, or makes it.
    public SharedEvent openOrNewEvent(String name) {
        return NamedHandles.openOrNew(() -> event(name), () -> newEvent(name));
    }

    /// Makes a barrier for so many threads. This process counts as one that takes part when it first
    /// waits.
    public SharedBarrier newBarrier(String name, int parties) {
        return SharedBarrier.made(createRegion(SharedBarrier.request(named(name), parties)));
    }

    /// Makes a barrier for so many threads, with a made-up name.
    public SharedBarrier newBarrier(int parties) {
        return SharedBarrier.made(createRegion(SharedBarrier.request(null, parties)));
    }

    /// Opens a barrier. From now on it breaks when this process dies before it arrives.
    public SharedBarrier barrier(String name) {
        return SharedBarrier.over(openRegion(name, RegionKind.BARRIER));
    }

    /// Opens the barrier, or makes it; an existing one must have as many parties.
    public SharedBarrier openOrNewBarrier(String name, int parties) {
        SharedBarrier barrier = NamedHandles.openOrNew(() -> barrier(name), () -> newBarrier(name, parties));
        requireSame(name, "parties", barrier.parties(), parties);
        return barrier;
    }

    private static void requireSame(String name, String what, int found, int wanted) {
        if (found != wanted) {
            throw new WrongRegionTypeException(
                    "the region was made differently: region=%s, %s=%d, wanted=%d; open it as it is"
                            .formatted(name, what, found, wanted));
        }
    }
}
