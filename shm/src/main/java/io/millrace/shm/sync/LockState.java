package io.millrace.shm.sync;

/// How a lock was found by `lockOrRecover`.
public enum LockState {
    /// Its last owner let go of it.
    CLEAN,
    /// Its last owner died while it held it, and nobody has called `markConsistent` since.
    OWNER_DIED
}
