package io.millrace.shm.sync;

import java.util.Objects;

/// How a new lock behaves; kept in the file.
///
/// @param onOwnerDeath what the next acquirer is told when an owner died while it held the lock
public record LockOptions(OnOwnerDeath onOwnerDeath) {

    /// What the next acquirer is told when an owner died while it held the lock.
    public enum OnOwnerDeath {
        /// An `OwnerDiedException`, unless the handle has a repair.
        FAIL,
        /// Nothing: what the lock protects is right at any moment.
        CONTINUE
    }

    /// Refuses null.
    public LockOptions {
        Objects.requireNonNull(onOwnerDeath, "onOwnerDeath");
    }

    /// Owners that die inside are reported: `FAIL`.
    public static LockOptions defaults() {
        return new LockOptions(OnOwnerDeath.FAIL);
    }

    /// With another `onOwnerDeath`.
    public LockOptions onOwnerDeath(OnOwnerDeath onOwnerDeath) {
        return new LockOptions(onOwnerDeath);
    }
}
