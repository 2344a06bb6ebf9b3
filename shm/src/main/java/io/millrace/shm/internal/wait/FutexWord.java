package io.millrace.shm.internal.wait;

import io.millrace.shm.Waiting;
import io.millrace.shm.internal.os.Futex;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A 32-bit word on which threads of all processes can wait for a change (`futex(2)`). The meaning
/// of the value is up to the user.
///
/// A wake is a hint: a sleep lasts 50 ms at most, and then the caller looks at the word and whether
/// the process that should change the word is alive. A waiter that dies leaves nothing behind. Virtual
/// threads park while they wait, so that their carriers run others.
///
/// Methods that change the value wake nobody unless their name says so.
public final class FutexWord {
    private static final VarHandle WORD = ValueLayout.JAVA_INT
            .withOrder(ByteOrder.LITTLE_ENDIAN)
            .varHandle()
            .withInvokeExactBehavior();

    private final MemorySegment word;
    private @Nullable VirtualSleepers virtualSleepers;

    /// The word at `offset`, a multiple of 4, of `segment`.
    public FutexWord(MemorySegment segment, long offset) {
        word = segment.asSlice(offset, Integer.BYTES, Integer.BYTES);
    }

    /// The value; sees what was stored before it was set.
    public int getAcquire() {
        return (int) WORD.getAcquire(word, 0L);
    }

    /// The value, in one order with all volatile accesses.
    public int getVolatile() {
        return (int) WORD.getVolatile(word, 0L);
    }

    /// Sets the value.
    public void setRelease(int value) {
        WORD.setRelease(word, 0L, value);
    }

    /// Sets the value if it is `expected`.
    public boolean compareAndSet(int expected, int value) {
        return WORD.compareAndSet(word, 0L, expected, value);
    }

    /// Adds `delta`; returns the new value.
    public int addAndGet(int delta) {
        return (int) WORD.getAndAdd(word, 0L, delta) + delta;
    }

    /// Waits until the value differs from `seen`, at most `slice` and never longer than 50 ms
    /// asleep; true when it differs. An interrupt does not throw: an interrupt that comes during the
    /// wait ends the wait within 50 ms, an earlier one does not; the caller checks.
    public boolean awaitChange(int seen, Waiting waiting, Duration slice) {
        return awaitChange(seen, waiting, Math.max(0, slice.toNanos()));
    }

    /// As above, in nanoseconds, without garbage.
    public boolean awaitChange(int seen, Waiting waiting, long nanos) {
        long start = System.nanoTime();
        spin(seen, SpinPolicy.nanos(waiting, nanos));
        long left = nanos - (System.nanoTime() - start);
        if (waiting != Waiting.SPIN && left > 0) {
            sleep(seen, Math.min(left, Deadline.SLICE_NANOS), Sleep.ALL);
        }
        return getAcquire() != seen;
    }

    /// Looks for a short time, at most `nanos`, whether the value changes from `seen`; does not look
    /// where that cannot pay off.
    public void spinBalanced(int seen, long nanos) {
        spin(seen, SpinPolicy.nanos(Waiting.BALANCED, nanos));
    }

    /// Looks at the value again and again until it differs from `seen`, at most `nanos`.
    public void spin(int seen, long nanos) {
        spin(seen, -1, nanos);
    }

    /// As above, until one of the bits in `mask` differs.
    void spin(int seen, int mask, long nanos) {
        if (nanos > 0) {
            boolean virtual = Thread.currentThread().isVirtual();
            long start = System.nanoTime();
            while (((getAcquire() ^ seen) & mask) == 0 && System.nanoTime() - start < nanos) {
                SpinPolicy.pause(SpinPolicy.FIRST_PAUSES, virtual);
            }
        }
    }

    /// Which of the virtual threads that sleep end their sleep by one wake.
    public enum Sleep {
        /// All: each of them may have got what it waits for.
        ALL,
        /// One: only one of them can get it.
        ONE
    }

    /// Sleeps while the value is `seen`, at most `nanos`. May end for no reason, and ends after 50 ms.
    /// In a crowd of virtual threads each sleeps several slices.
    public void sleep(int seen, long nanos, Sleep how) {
        if (getAcquire() != seen) {
            return;
        }
        if (Thread.currentThread().isVirtual()) {
            virtualSleepers().sleep(seen, nanos, how);
        } else {
            Futex.await(word, seen, Math.min(nanos, Deadline.SLICE_NANOS));
        }
    }

    /// As `sleep(seen, nanos, Sleep.ALL)`; [#wakeAmong] tells this thread from others by its `bitset`,
    /// unless it is virtual.
    void sleep(int seen, long nanos, int bitset) {
        if (Thread.currentThread().isVirtual()) {
            sleep(seen, nanos, Sleep.ALL);
        } else if (getAcquire() == seen) {
            Futex.await(word, seen, Math.min(nanos, Deadline.SLICE_NANOS), bitset);
        }
    }

    /// The four bytes.
    MemorySegment segment() {
        return word;
    }

    synchronized VirtualSleepers virtualSleepers() {
        if (virtualSleepers == null) {
            virtualSleepers = new VirtualSleepers(this);
        }
        return virtualSleepers;
    }

    /// One slice of sleep of a platform thread; true when a wake ended it.
    boolean sleepHere(int seen) {
        return Futex.await(word, seen, Deadline.SLICE_NANOS);
    }

    /// Wakes all sleepers: one system call, also if there are none.
    public void wakeAll() {
        wake(Integer.MAX_VALUE);
    }

    /// Wakes one sleeper: one system call, also if there is none.
    public void wakeOne() {
        wake(1);
    }

    /// Wakes up to `count` sleepers; returns how many it woke.
    public int wake(int count) {
        return Futex.wake(word, count);
    }

    /// Wakes up to `count` sleepers whose bitset shares a bit with `bitset`; returns how many it woke.
    int wakeAmong(int count, int bitset) {
        return Futex.wake(word, count, bitset);
    }
}
