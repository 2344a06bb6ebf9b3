package io.millrace.shm.sync;

import io.millrace.shm.layout.LockWord;
import java.util.function.BooleanSupplier;

/// A lock around a few steps, each of which leaves what it protects right: deaths inside do not
/// matter.
record InnerLock(LockCore core) {
    /// Runs `steps` alone.
    boolean run(BooleanSupplier steps) {
        try {
            if (core.enter(Patience.forever(), Interrupts.KEEP) == LockCore.Taken.OWNER_DIED) {
                core.clear(LockWord.OWNER_DIED);
            }
        } catch (InterruptedException impossible) {
            throw new IllegalStateException("an interrupt ended a wait that none ends", impossible);
        }
        try {
            return steps.getAsBoolean();
        } finally {
            core.exit();
        }
    }
}
