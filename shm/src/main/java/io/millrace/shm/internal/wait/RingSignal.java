package io.millrace.shm.internal.wait;

import io.millrace.shm.Waiting;
import io.millrace.shm.internal.wait.WaitSource.Announcement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// A word on which one side of a ring sleeps until the other side, which changed the ring, wakes it:
/// an [EventCount] without the fence while messages stream.
///
/// | value       | code |
/// |-------------|-----:|
/// | `WATCHFUL`  |    0 |
/// | `STREAMING` |    1 |
/// | `ASLEEP`    |    2 |
///
/// ```text
///              A1: 64 messages came without a sleep
///   WATCHFUL ───────────────────────────────────────▶ STREAMING
///    ▲   │ ▲                                              │
///    │   │ └──── A2: about to sleep; then 20 µs of looking ┘
///    │   │ A3: nothing found
///    │   ▼
///   ASLEEP      A4 by the notifier, which then wakes
/// ```
///
/// **Writers.** A1, A2 and A3 by the one thread that may sleep; A4 by the other side.
///
/// **Order.** The notifier changes the ring, then loads the word; the sleeper stores `ASLEEP` (A3),
/// then looks at the ring again. With a full fence on both sides at least one sees the other's store
/// (Dekker). But a fence for each message waits until the message has reached the other processor,
/// which halves the throughput of a ring. So while messages stream the notifier leaves the fence out,
/// and the sleeper, after A2 and before it relies on fences again, keeps looking for much longer than
/// a store stays in a store buffer. Should that ever be too short: a sleep lasts 50 ms at most.
///
/// **Death.** Every state is right for the next thread of either side: at worst a wake finds no
/// sleeper, or a sleeper sleeps one slice too long.
public final class RingSignal {
    private static final int WATCHFUL = 0;
    private static final int STREAMING = 1;
    private static final int ASLEEP = 2;
    private static final int STREAMING_AFTER_RECORDS = 64;
    private static final int MAX_PAUSES = 4;
    private static final int LOOKS_WITHOUT_PAUSE = 8;

    private final FutexWord word;
    private int came;

    /// A signal whose word is at `offset` of `segment`.
    public RingSignal(MemorySegment segment, long offset) {
        word = new FutexWord(segment, offset);
    }

    /// Whether `value` of the word says that the notifier need not call [#ring].
    public static boolean isStreaming(int value) {
        return value == STREAMING;
    }

    /// A4, after the ring or an end changed: wakes the sleeper, if there is one.
    public void ring() {
        VarHandle.fullFence();
        if (word.getAcquire() == ASLEEP && word.compareAndSet(ASLEEP, WATCHFUL)) { // A4
            word.wakeAll();
        }
    }

    /// Counts messages that came without a sleep. For the side that sleeps, one thread at a time.
    public void came(int count) {
        if (came < STREAMING_AFTER_RECORDS) {
            came += count;
            if (came >= STREAMING_AFTER_RECORDS) {
                word.compareAndSet(WATCHFUL, STREAMING); // A1
            }
        }
    }

    /// Waits until `look` may return true, at most `slice`. May end for no reason.
    public void await(BooleanSupplier look, Waiting waiting, Duration slice) {
        long nanos = slice.toNanos();
        long spin = SpinPolicy.nanos(waiting, nanos);
        if (spin(look, spin) || waiting == Waiting.SPIN || nanos <= spin) {
            return;
        }
        if (fallAsleep(look) && !look.getAsBoolean()) {
            word.awaitChange(ASLEEP, Waiting.PARK, slice);
        }
    }

    /// A2, A3 for a thread that sleeps on several words. The caller looks once more before it sleeps.
    public Announcement announcement(BooleanSupplier look) {
        fallAsleep(look);
        return new Announcement(word, ASLEEP);
    }

    /// A2, A3, then a fence; false when a message came, or the notifier changed the word, meanwhile.
    private boolean fallAsleep(BooleanSupplier look) {
        came = 0;
        int seen = word.getAcquire();
        if (seen != WATCHFUL && seen != ASLEEP) {
            if (!word.compareAndSet(seen, WATCHFUL) || spin(look, SpinPolicy.SPIN_NANOS)) { // A2
                return false;
            }
            seen = WATCHFUL;
        }
        boolean asleep = seen == ASLEEP || word.compareAndSet(WATCHFUL, ASLEEP); // A3
        VarHandle.fullFence();
        return asleep;
    }

    private static boolean spin(BooleanSupplier look, long nanos) {
        boolean found = look.getAsBoolean();
        boolean virtual = Thread.currentThread().isVirtual();
        for (int looks = 0; !found && nanos > 0 && !virtual && looks < LOOKS_WITHOUT_PAUSE; looks++) {
            SpinPolicy.pauseOnce(); // an answer is there sooner than the clock could be read
            found = look.getAsBoolean();
        }
        if (!found && nanos > 0) {
            int pauses = SpinPolicy.FIRST_PAUSES;
            long start = System.nanoTime();
            while (!found && System.nanoTime() - start < nanos) {
                pauses = Math.min(SpinPolicy.pause(pauses, virtual), MAX_PAUSES);
                found = look.getAsBoolean();
            }
        }
        return found;
    }
}
