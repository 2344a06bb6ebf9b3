package io.millrace.engine.job;

import io.millrace.shm.Waiting;
import io.millrace.shm.sync.FutexWord;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/// A word that many sleep on until there is news. Who has news asks the kernel only when somebody
/// may sleep.
///
/// ```text
///  31                              1    0
/// +---------------------------------+----------+
/// |           times rung            | SLEEPERS |
/// +---------------------------------+----------+
/// ```
///
/// A sleeper sets the bit by a compare-and-set on the word it saw, then sleeps on that very value;
/// who rings adds to the same word, so one of the two sees the other. **Death.** A sleeper that
/// dies leaves the bit: one wake too many. Who dies between ringing and waking: sleepers look at
/// the end of their slice.
public final class Bell {
    private static final int SLEEPERS = 1;
    private static final int RUNG = 2;
    private static final Duration LOOK = Duration.ofNanos(20_000);

    private final FutexWord word;

    Bell(MemorySegment segment, long offset) {
        this.word = new FutexWord(segment, offset);
    }

    /// How often it was rung; sees what was stored before. Read it, look for what you wait for, and
    /// after a no wait for it to change.
    public int getAcquire() {
        return word.getAcquire() & ~SLEEPERS;
    }

    /// After there was news: wakes all who sleep.
    public void ring() {
        int seen = word.addAndGet(RUNG);
        while ((seen & SLEEPERS) != 0) {
            if (word.compareAndSet(seen, seen & ~SLEEPERS)) {
                word.wakeAll();
                return;
            }
            seen = word.getAcquire();
        }
    }

    /// Waits until it was rung since `seen` was read, at most `slice` and never longer than 50 ms
    /// asleep; true when it was. Whoever waits looks for a moment before it sleeps, by `waiting`.
    public boolean awaitChange(int seen, Waiting waiting, Duration slice) {
        int raw = word.getAcquire();
        if ((raw & ~SLEEPERS) == seen && waiting != Waiting.PARK) {
            word.awaitChange(raw, waiting, waiting == Waiting.SPIN || slice.compareTo(LOOK) < 0 ? slice : LOOK);
            raw = word.getAcquire();
        }
        if ((raw & ~SLEEPERS) == seen && waiting != Waiting.SPIN && slice.compareTo(LOOK) > 0) {
            int asleep = raw | SLEEPERS;
            if (raw == asleep || word.compareAndSet(raw, asleep)) {
                word.awaitChange(asleep, Waiting.PARK, slice);
            }
        }
        return getAcquire() != seen;
    }
}
