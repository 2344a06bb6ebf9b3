package io.millrace.shm.internal.map;

import io.millrace.shm.internal.layout.LockWord;
import io.millrace.shm.internal.layout.OwnerBits;
import io.millrace.shm.internal.lock.LockCore;
import io.millrace.shm.internal.wait.Pause;
import io.millrace.shm.internal.wait.SpinPolicy;
import java.lang.invoke.VarHandle;

/// One read of the entries of a stripe by a thread that does not hold its lock.
///
/// The thread reads the word of the lock, then the entries, then the word again. The word counts the
/// acquisitions, so if nobody held the lock at first and the count is the same in the end, then nobody
/// held it in between, and what was read stood there at one moment. Else the read is repeated.
///
/// **Order.** The first load of the word is an acquire, so the reader sees all that the last owner stored
/// before L3. A load fence stands before the second load. An owner has a store fence between L1 and its
/// first store. So a reader that has seen any store of a later owner sees that owner's L1 too: these are
/// the fences of a sequence lock (Boehm, *Can seqlocks get along with programming language memory
/// models?*, 2012), and of `java.util.concurrent.locks.StampedLock`.
///
/// **Death.** A reader changes nothing. A dead owner of the lock changes nothing any more, and left every
/// link right: an attachment that must not wait for recovery, because it is read-only, reads beside it.
final class OptimisticRead {
    private static final int ATTEMPTS = 4;
    private static final long SAME = OwnerBits.MASK | -LockWord.ONE_ACQUISITION;

    private final LockCore lock;
    private final Reader reader;
    private boolean whole;

    /// Reads entries that may change meanwhile, and keeps what it read.
    @FunctionalInterface
    interface Reader {
        /// Begins afresh; false if it met links that are `BROKEN`.
        boolean read();
    }

    OptimisticRead(LockCore lock, Reader reader) {
        this.lock = lock;
        this.reader = reader;
    }

    /// What the reader returned in the run that counts.
    boolean isWhole() {
        return whole;
    }

    /// Tries a few times; whether one of them counts.
    boolean succeeds() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long before = lock.word();
            if ((before & OwnerBits.MASK) != 0) {
                SpinPolicy.pauseOnce();
            } else if (isUndisturbed(before)) {
                return true;
            }
        }
        return false;
    }

    private boolean isUndisturbed(long before) {
        whole = reader.read();
        VarHandle.acquireFence();
        return ((before ^ lock.word()) & SAME) == 0;
    }

    /// Tries once; false while a living process holds the lock, or when one has taken it meanwhile.
    boolean succeedsAtOnce() {
        long before = lock.word();
        return isStill(lock, before) && isUndisturbed(before);
    }

    /// Tries until nobody holds the lock, or a dead process.
    boolean succeedsBesideOwner() {
        while (!succeedsAtOnce()) {
            Pause.poll();
        }
        return true;
    }

    /// Whether nobody who can change the stripe held its lock when the word was read.
    static boolean isStill(LockCore lock, long word) {
        return (word & OwnerBits.MASK) == 0 || !lock.context().slotHolder().isAlive(OwnerBits.slot(word));
    }
}
