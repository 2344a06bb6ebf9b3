package io.millrace.shm.message;

import io.millrace.shm.Waiting;
import io.millrace.shm.sync.FutexWord;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// A word on which any number of subscribers sleep until there is news.
///
/// Bit 0 says that somebody may sleep, the others count how often they were woken. A sleeper sets
/// the bit, looks again, then sleeps on the value it saw; who has news looks at the bit afterwards,
/// with a full fence on both sides. A sleeper that dies leaves the bit: one wake too many.
final class NewsBell {
    private static final int SLEEPERS = 1;

    private final FutexWord word;

    NewsBell(MemorySegment segment, long offset) {
        word = new FutexWord(segment, offset);
    }

    /// After there was news.
    void ring() {
        VarHandle.fullFence();
        int seen = word.getAcquire();
        while ((seen & SLEEPERS) != 0) {
            if (word.compareAndSet(seen, seen + SLEEPERS)) { // clears the bit and counts
                word.wakeAll();
                return;
            }
            seen = word.getAcquire();
        }
    }

    /// Waits until `look` says that there is news, at most `slice`; may come back early.
    void await(BooleanSupplier look, Waiting waiting, Duration slice) {
        int seen = word.getAcquire();
        int asleep = seen | SLEEPERS;
        if (look.getAsBoolean() || seen != asleep && !word.compareAndSet(seen, asleep)) {
            return;
        }
        VarHandle.fullFence();
        if (!look.getAsBoolean()) {
            word.awaitChange(asleep, waiting, slice);
        }
    }
}
