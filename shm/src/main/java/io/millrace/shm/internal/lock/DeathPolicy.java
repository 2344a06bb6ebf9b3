package io.millrace.shm.internal.lock;

import io.millrace.shm.Death;
import io.millrace.shm.OwnerDiedException;
import io.millrace.shm.internal.layout.LockWord;
import io.millrace.shm.internal.lock.LockCore.Taken;
import io.millrace.shm.internal.os.CrashPoint;
import org.jspecify.annotations.Nullable;

/// What happens to a thread that took a lock whose last owner died while it held the lock.
///
/// @param repair makes what the lock protects right again; null: there is none
public record DeathPolicy(LockCore core, @Nullable RepairStep repair) {

    /// Runs in the thread that took the lock, while it holds the lock; a failure leaves the lock marked.
    @FunctionalInterface
    public interface RepairStep {
        /// Repairs what the lock protects.
        void accept(Death death) throws Exception;
    }

    /// Whether `settle` does nothing but unlock and throw.
    public boolean refuses() {
        return repair == null && !core.continuesAfterDeath();
    }

    /// Goes on, repairs, or unlocks and throws; true if the lock is held now.
    ///
    /// @throws OwnerDiedException when there is no repair, or the repair failed; the lock is not held
    public boolean settle(Taken taken) {
        if (taken == Taken.OWNER_DIED && !isRepaired()) {
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
    public void settleHolding(Taken taken) {
        if (taken == Taken.OWNER_DIED && !isRepaired()) {
            OwnerDiedException refusal = tryRepair();
            if (refusal != null) {
                throw refusal;
            }
        }
    }

    /// For a thread that repairs the damage itself.
    public Taken report(Taken taken) {
        return taken == Taken.CLEAN || isRepaired() ? Taken.CLEAN : Taken.OWNER_DIED;
    }

    /// Removes the mark of a lock that continues after a death.
    private boolean isRepaired() {
        if (core.continuesAfterDeath()) {
            core.clear(LockWord.OWNER_DIED);
            return true;
        }
        return false;
    }

    /// Runs the repair; null when it succeeded.
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
            return failed(death,
                    new IllegalMonitorStateException("the repair unlocked the lock that it holds while it runs"));
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
