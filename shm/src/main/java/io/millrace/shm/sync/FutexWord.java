package io.millrace.shm.sync;

import io.millrace.shm.Waiting;
import io.millrace.shm.os.Futex;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;

/// A 32-bit word on which threads of all processes can wait for a change. What the value means is
/// up to the user.
///
/// A wake is a hint: waits are cut into slices of at most 50 ms, after which the caller looks at
/// the word and at whoever should change it. A waiter that dies leaves nothing behind.
public final class FutexWord {
    private static final VarHandle WORD = ValueLayout.JAVA_INT
            .withOrder(ByteOrder.LITTLE_ENDIAN)
            .varHandle()
            .withInvokeExactBehavior();
    private static final long LONGEST_SLEEP = Duration.ofMillis(50).toNanos();
    private static final long BALANCED_SPIN = 20_000;
    private static final boolean ALONE = Runtime.getRuntime().availableProcessors() < 2;

    private final MemorySegment word;

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

    /// Adds `delta`, wakes all sleepers, gives back the new value.
    public int addAndWakeAll(int delta) {
        int value = (int) WORD.getAndAdd(word, 0L, delta) + delta;
        wakeAll();
        return value;
    }

    /// Waits until the value differs from `seen`, at most `slice` and never longer than 50 ms
    /// asleep; true when it differs. Interrupts do not end the wait.
    public boolean awaitChange(int seen, Waiting waiting, Duration slice) {
        long nanos = Math.max(0, slice.toNanos());
        long start = System.nanoTime();
        long spin = switch (waiting) {
            case SPIN -> nanos;
            case BALANCED -> ALONE ? 0 : Math.min(nanos, BALANCED_SPIN);
            case PARK -> 0;
        };
        while (getAcquire() == seen && System.nanoTime() - start < spin) {
            Thread.onSpinWait();
        }
        long left = nanos - (System.nanoTime() - start);
        if (waiting != Waiting.SPIN && left > 0 && getAcquire() == seen) {
            Futex.await(word, seen, Math.min(left, LONGEST_SLEEP));
        }
        return getAcquire() != seen;
    }

    /// Wakes all sleepers.
    public void wakeAll() {
        Futex.wake(word, Integer.MAX_VALUE);
    }

    /// Wakes one sleeper.
    public void wakeOne() {
        Futex.wake(word, 1);
    }
}
