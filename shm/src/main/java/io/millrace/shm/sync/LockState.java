package io.millrace.shm.sync;

import io.millrace.shm.internal.lock.LockCore.Taken;

/// The state in which `lockOrRecover` acquired a lock.
public enum LockState {
    /// The last owner unlocked it.
    CLEAN,
    /// An owner died while it held the lock, and `markConsistent` was not called since.
    OWNER_DIED;

    static LockState of(Taken taken) {
        return taken == Taken.OWNER_DIED ? OWNER_DIED : CLEAN;
    }
}
