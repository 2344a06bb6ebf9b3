package io.millrace.shm.sync;

import io.millrace.shm.Death;
import io.millrace.shm.OwnerDiedException;
import io.millrace.shm.layout.LockWord;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.sync.LockCore.Taken;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What happens to a thread that took a lock whose last owner died inside.
record DeathPolicy(LockCore core, @Nullable Repair repair) {

    Optional<Repair> chosenRepair() {
        return Optional.ofNullable(repair);
    }

    /// Whether it will do nothing but let go and throw.
    boolean refuses() {
        return repair == null && !core.continuesAfterDeath();
    }

    /// Goes on, repairs, or lets go and throws `OwnerDiedException`. True if the lock is held now.
    boolean settle(Taken taken) {
        if (taken == Taken.OWNER_DIED && !isMended()) {
            boolean repaired = false;
            try {
                settleHolding(taken);
                repaired = true;
            } finally {
                if (!repaired && core.isHeldByCurrentThread()) {
                    core.exitAll();
                }
            }
        }
        return taken != Taken.NO;
    }

    /// As `settle`, for a thread that must hold the lock when this returns or throws.
    void settleHolding(Taken taken) {
        if (taken == Taken.OWNER_DIED && !isMended()) {
            OwnerDiedException refusal = tryRepair();
            if (refusal != null) {
                throw refusal;
            }
        }
    }

    /// For a thread that looks after the damage itself.
    LockState report(Taken taken) {
        return taken == Taken.CLEAN || isMended() ? LockState.CLEAN : LockState.OWNER_DIED;
    }

    /// A lock that continues after a death loses the mark, which says nothing of it.
    private boolean isMended() {
        if (core.continuesAfterDeath()) {
            core.clear(LockWord.OWNER_DIED);
            return true;
        }
        return false;
    }

    /// Null when the repair was made.
    private @Nullable OwnerDiedException tryRepair() {
        Death death = core.death();
        if (repair == null) {
            return new OwnerDiedException("an owner of the lock died while it held it: %s; use lockOrRecover() and "
                            .formatted(death)
                    + "markConsistent(), or a handle with a repair");
        }
        CrashPoint.hit("lock.repairing");
        try {
            repair.accept(death);
        } catch (Exception failure) {
            return failed(death, failure);
        }
        if (!core.isHeldByCurrentThread()) {
            return failed(death, new IllegalMonitorStateException("the repair unlocked the lock that it holds while it runs"));
        }
        core.clear(LockWord.OWNER_DIED);
        return null;
    }

    private static OwnerDiedException failed(Death death, Exception failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new OwnerDiedException(
                "an owner of the lock died while it held it, and the repair failed: " + death
                        + "; the lock keeps its mark for the next",
                failure);
    }
}
