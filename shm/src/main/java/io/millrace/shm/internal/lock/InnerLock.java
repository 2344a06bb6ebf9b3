package io.millrace.shm.internal.lock;

import io.millrace.shm.internal.layout.LockWord;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.Interrupts;
import java.util.function.BooleanSupplier;

/// A lock around a few steps, each of which leaves what the lock protects consistent: a death between
/// them needs no repair.
record InnerLock(LockCore core) {
    /// Runs `steps` while holding the lock.
    boolean run(BooleanSupplier steps) {
        try {
            if (core.enter(Deadline.forever(), Interrupts.KEEP) == LockCore.Taken.OWNER_DIED) {
                core.clear(LockWord.OWNER_DIED);
            }
        } catch (InterruptedException impossible) {
            throw new AssertionError("an interrupt ended a wait that none ends", impossible);
        }
        try {
            return steps.getAsBoolean();
        } finally {
            core.exit();
        }
    }
}
