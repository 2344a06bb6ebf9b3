package io.millrace.shm.internal.access;

import io.millrace.shm.internal.region.Region;
import io.millrace.shm.sync.SharedBarrier;
import io.millrace.shm.sync.SharedCondition;
import io.millrace.shm.sync.SharedEvent;
import io.millrace.shm.sync.SharedLock;
import io.millrace.shm.sync.SharedReadWriteLock;
import io.millrace.shm.sync.SharedSemaphore;
import java.lang.invoke.MethodHandle;

/// The way between regions and the handles of `io.millrace.shm.sync`.
public final class SyncAccess {
    private static final MethodHandle LOCK =
            InnerMethods.ofClass(SharedLock.class, "over", SharedLock.class, Region.class);
    private static final MethodHandle LOCK_REGION =
            InnerMethods.ofObject(SharedLock.class, "region", Region.class);
    private static final MethodHandle READ_WRITE_LOCK =
            InnerMethods.ofClass(SharedReadWriteLock.class, "over", SharedReadWriteLock.class, Region.class);
    private static final MethodHandle READ_WRITE_LOCK_REGION =
            InnerMethods.ofObject(SharedReadWriteLock.class, "region", Region.class);
    private static final MethodHandle CONDITION =
            InnerMethods.ofClass(SharedCondition.class, "over", SharedCondition.class, Region.class);
    private static final MethodHandle CONDITION_REGION =
            InnerMethods.ofObject(SharedCondition.class, "region", Region.class);
    private static final MethodHandle SEMAPHORE =
            InnerMethods.ofClass(SharedSemaphore.class, "over", SharedSemaphore.class, Region.class);
    private static final MethodHandle SEMAPHORE_REGION =
            InnerMethods.ofObject(SharedSemaphore.class, "region", Region.class);
    private static final MethodHandle EVENT =
            InnerMethods.ofClass(SharedEvent.class, "over", SharedEvent.class, Region.class);
    private static final MethodHandle EVENT_REGION =
            InnerMethods.ofObject(SharedEvent.class, "region", Region.class);
    private static final MethodHandle BARRIER =
            InnerMethods.ofClass(SharedBarrier.class, "over", SharedBarrier.class, Region.class);
    private static final MethodHandle NEW_BARRIER =
            InnerMethods.ofClass(SharedBarrier.class, "made", SharedBarrier.class, Region.class);
    private static final MethodHandle BARRIER_REGION =
            InnerMethods.ofObject(SharedBarrier.class, "region", Region.class);

    private SyncAccess() {}

    /// The lock that a region holds.
    public static SharedLock lock(Region region) {
        try {
            return (SharedLock) LOCK.invokeExact(region);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The region of a lock.
    public static Region regionOf(SharedLock lock) {
        try {
            return (Region) LOCK_REGION.invokeExact(lock);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The read-write lock that a region holds.
    public static SharedReadWriteLock readWriteLock(Region region) {
        try {
            return (SharedReadWriteLock) READ_WRITE_LOCK.invokeExact(region);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The region of a read-write lock.
    public static Region regionOf(SharedReadWriteLock readWriteLock) {
        try {
            return (Region) READ_WRITE_LOCK_REGION.invokeExact(readWriteLock);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The condition that a region holds, with its lock.
    ///
    /// @throws io.millrace.shm.FileFormatException the region names a lock that cannot be
    public static SharedCondition condition(Region region) {
        try {
            return (SharedCondition) CONDITION.invokeExact(region);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The region of a condition.
    public static Region regionOf(SharedCondition condition) {
        try {
            return (Region) CONDITION_REGION.invokeExact(condition);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The semaphore that a region holds.
    public static SharedSemaphore semaphore(Region region) {
        try {
            return (SharedSemaphore) SEMAPHORE.invokeExact(region);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The region of a semaphore.
    public static Region regionOf(SharedSemaphore semaphore) {
        try {
            return (Region) SEMAPHORE_REGION.invokeExact(semaphore);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The event that a region holds.
    public static SharedEvent event(Region region) {
        try {
            return (SharedEvent) EVENT.invokeExact(region);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The region of an event.
    public static Region regionOf(SharedEvent event) {
        try {
            return (Region) EVENT_REGION.invokeExact(event);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The barrier that a region holds, for a process that takes part.
    public static SharedBarrier barrier(Region region) {
        try {
            return (SharedBarrier) BARRIER.invokeExact(region);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The barrier of a region that this process just made.
    public static SharedBarrier newBarrier(Region region) {
        try {
            return (SharedBarrier) NEW_BARRIER.invokeExact(region);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The region of a barrier.
    public static Region regionOf(SharedBarrier barrier) {
        try {
            return (Region) BARRIER_REGION.invokeExact(barrier);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }
}
