package io.millrace.shm.sync;

import io.millrace.shm.Waiting;
import io.millrace.shm.os.Futex;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A 32-bit word on which threads of all processes can wait for a change. What the value means is
/// up to the user.
///
/// A wake is a hint: waits are cut into slices of at most 50 ms, after which the caller looks at
/// the word and at whoever should change it. A waiter that dies leaves nothing behind. Virtual
/// threads park while they wait, and their carriers run others.
public final class FutexWord {
    private static final VarHandle WORD = ValueLayout.JAVA_INT
            .withOrder(ByteOrder.LITTLE_ENDIAN)
            .varHandle()
            .withInvokeExactBehavior();
    private static final long LONGEST_SLEEP = Patience.SLICE.toNanos();
    private static final long BALANCED_SPIN = 20_000;
    private static final boolean ALONE = Runtime.getRuntime().availableProcessors() < 2;

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

    /// Sets the value; wakes nobody.
    public void setRelease(int value) {
        WORD.setRelease(word, 0L, value);
    }

    /// Sets the value if it is `expected`; wakes nobody.
    public boolean compareAndSet(int expected, int value) {
        return WORD.compareAndSet(word, 0L, expected, value);
    }

    /// Adds `delta` and gives back the new value; wakes nobody.
    public int addAndGet(int delta) {
        return (int) WORD.getAndAdd(word, 0L, delta) + delta;
    }

    /// Adds `delta`, wakes all sleepers, gives back the new value.
    public int addAndWakeAll(int delta) {
        int value = addAndGet(delta);
        wakeAll();
        return value;
    }

    /// Waits until the value differs from `seen`, at most `slice` and never longer than 50 ms
    /// asleep; true when it differs. An interrupt does not throw: one that comes while the thread
    /// waits ends the wait within 50 ms, one that came before does not; the caller looks.
    public boolean awaitChange(int seen, Waiting waiting, Duration slice) {
        return awaitChange(seen, waiting, Math.max(0, slice.toNanos()));
    }

    /// As above, in nanoseconds, without garbage.
    public boolean awaitChange(int seen, Waiting waiting, long nanos) {
        long start = System.nanoTime();
        switch (waiting) {
            case SPIN -> spin(seen, nanos);
            case BALANCED -> spinBalanced(seen, nanos);
            case PARK -> {
                // asleep at once
            }
        }
        long left = nanos - (System.nanoTime() - start);
        if (waiting != Waiting.SPIN && left > 0) {
            sleep(seen, Math.min(left, LONGEST_SLEEP), Sleep.ALL);
        }
        return getAcquire() != seen;
    }

    /// As `spin` for a short time, if there are processors to spare and other threads do not wait
    /// for this one.
    void spinBalanced(int seen, long nanos) {
        if (!ALONE && !Thread.currentThread().isVirtual()) {
            spin(seen, Math.min(nanos, BALANCED_SPIN));
        }
    }

    /// Looks at the value again and again until it differs from `seen`, at most `nanos`.
    void spin(int seen, long nanos) {
        if (nanos > 0) {
            boolean virtual = Thread.currentThread().isVirtual();
            long start = System.nanoTime();
            while (getAcquire() == seen && System.nanoTime() - start < nanos) {
                if (virtual) {
                    Thread.yield();
                } else {
                    Thread.onSpinWait();
                }
            }
        }
    }

    /// Which of the virtual threads that sleep are called by one wake.
    enum Sleep {
        /// All: each of them may have got what it waits for.
        ALL,
        /// One: only one of them can get it.
        ONE
    }

    /// Sleeps while the value is `seen`, at most `nanos`; may end for no reason, and does so after 50 ms so that the caller
    /// looks at whoever should change the word. In a crowd of virtual threads each looks more seldom.
    void sleep(int seen, long nanos, Sleep how) {
        if (getAcquire() != seen) {
            return;
        }
        if (Thread.currentThread().isVirtual()) {
            virtualSleepers().sleep(seen, nanos, how);
        } else {
            Futex.await(word, seen, Math.min(nanos, LONGEST_SLEEP));
        }
    }

    private synchronized VirtualSleepers virtualSleepers() {
        if (virtualSleepers == null) {
            virtualSleepers = new VirtualSleepers(this);
        }
        return virtualSleepers;
    }

    /// Sleeps like a platform thread; true when somebody woke it.
    boolean sleepHere(int seen) {
        return Futex.await(word, seen, LONGEST_SLEEP);
    }

    /// Wakes all sleepers.
    public void wakeAll() {
        wake(Integer.MAX_VALUE);
    }

    /// Wakes one sleeper.
    public void wakeOne() {
        wake(1);
    }

    /// Wakes up to so many sleepers.
    void wake(int count) {
        Futex.wake(word, count);
    }
}
