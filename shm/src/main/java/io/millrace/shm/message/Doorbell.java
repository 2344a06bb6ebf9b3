package io.millrace.shm.message;

import io.millrace.shm.Waiting;
import io.millrace.shm.sync.Backoff;
import io.millrace.shm.sync.FutexWord;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// A word on which one side of a ring sleeps until the other side, which changed the ring, rings.
///
/// ```text
///                 64 came in a row
///   WATCHFUL ────────────────────────▶ STREAMING
///    ▲   │ ▲                               │
///    │   │ └──── about to sleep, then 20 µs of looking
///    │   ▼
///   ASLEEP      left by who rings, with a wake
/// ```
///
/// Who rings has changed the ring, then loads the word; the sleeper stores `ASLEEP`, then looks at
/// the ring again. With a full fence on both sides not both can miss the other's store. But a fence
/// for each message waits until the message has reached the other processor, which halves what a
/// ring carries. So while messages stream the fence is left out, and the sleeper, before it relies
/// on fences again, keeps looking for much longer than a store stays on its way. If that were ever
/// not enough: a wake is a hint, and a sleeper looks again every 50 ms.
///
/// **Death.** Whatever state it leaves is right for the next one: at worst a wake finds nobody, or
/// a sleeper sleeps one slice too long.
final class Doorbell {
    private static final int WATCHFUL = 0;
    private static final int STREAMING = 1;
    private static final int ASLEEP = 2;
    private static final int MANY = 64;
    private static final long LOOK_NANOS = 20_000;
    private static final int MOST_PAUSES = 4;
    private static final int EAGER_LOOKS = 8;
    private static final boolean ALONE = Runtime.getRuntime().availableProcessors() < 2;

    private final FutexWord word;
    private int came;

    Doorbell(MemorySegment segment, long offset) {
        word = new FutexWord(segment, offset);
    }

    /// Whether with that value of the word nobody needs to be rung for.
    static boolean isStreaming(int value) {
        return value == STREAMING;
    }

    /// After the ring was changed, or an end: wakes who sleeps.
    void ring() {
        VarHandle.fullFence();
        if (word.getAcquire() == ASLEEP && word.compareAndSet(ASLEEP, WATCHFUL)) {
            word.wakeAll();
        }
    }

    /// For the side that sleeps, one thread at a time: so many came without a sleep.
    void came(int count) {
        if (came < MANY) {
            came += count;
            if (came >= MANY) {
                word.compareAndSet(WATCHFUL, STREAMING);
            }
        }
    }

    /// Waits until `look` says that there is something, at most `slice`; may come back early.
    void await(BooleanSupplier look, Waiting waiting, Duration slice) {
        long nanos = slice.toNanos();
        long spin = switch (waiting) {
            case SPIN -> nanos;
            case BALANCED -> ALONE || isVirtual() ? 0 : Math.min(nanos, LOOK_NANOS);
            case PARK -> 0;
        };
        if (lookFor(look, spin) || waiting == Waiting.SPIN || nanos <= spin) {
            return;
        }
        came = 0;
        int seen = word.getAcquire();
        if (seen != WATCHFUL && seen != ASLEEP) {
            if (!word.compareAndSet(seen, WATCHFUL) || lookFor(look, LOOK_NANOS)) {
                return;
            }
            seen = WATCHFUL;
        }
        if (seen == ASLEEP || word.compareAndSet(WATCHFUL, ASLEEP)) {
            VarHandle.fullFence();
            if (!look.getAsBoolean()) {
                word.awaitChange(ASLEEP, Waiting.PARK, slice);
            }
        }
    }

    /// Other threads wait for its carrier.
    private static boolean isVirtual() {
        return Thread.currentThread().isVirtual();
    }

    private static boolean lookFor(BooleanSupplier look, long nanos) {
        boolean found = look.getAsBoolean();
        boolean virtual = isVirtual();
        for (int looks = 0; !found && nanos > 0 && !virtual && looks < EAGER_LOOKS; looks++) {
            Thread.onSpinWait(); // an answer is there sooner than the clock could be read
            found = look.getAsBoolean();
        }
        if (!found && nanos > 0) {
            int pauses = Backoff.FIRST;
            long start = System.nanoTime();
            while (!found && System.nanoTime() - start < nanos) {
                if (virtual) {
                    Thread.yield();
                } else {
                    pauses = Math.min(Backoff.pause(pauses), MOST_PAUSES);
                }
                found = look.getAsBoolean();
            }
        }
        return found;
    }
}
