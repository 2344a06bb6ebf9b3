package io.millrace.shm.message;

import io.millrace.shm.Waiting;
import io.millrace.shm.layout.QueueHeader;
import io.millrace.shm.sync.FutexWord;
import java.lang.foreign.MemorySegment;

/// Those who sleep until something in the queue changes. Who changes it asks the kernel only when
/// somebody may sleep.
///
/// ```text
///   one who waits:   set bit 0 ──▶ look ──▶ nothing? sleep while the word is as seen ──▶ wake one
///   one who changes: change ──▶ bit 0 set? ──▶ clear it and count ──▶ wake one
/// ```
///
/// Both write first and then read, in the one order of volatile accesses, so one of them sees the
/// other. Who leaves after having slept wakes one more: clearing the bit spoke for all, waking was
/// for one. If that one dies, the others look at the end of their slice.
final class Sleepers {
    private static final int SOMEBODY = 1;
    private static final int WAKES = 2;

    private final MemorySegment memory;
    private final long offset;
    private final FutexWord word;

    Sleepers(MemorySegment memory, long offset) {
        this.memory = memory;
        this.offset = offset;
        word = new FutexWord(memory, offset);
    }

    /// Says that somebody is about to sleep; what the word is then.
    int announce() {
        while (true) {
            int seen = QueueHeader.sleepersVolatile(memory, offset);
            if ((seen & SOMEBODY) != 0 || QueueHeader.sleepersCas(memory, offset, seen, seen | SOMEBODY)) {
                return seen | SOMEBODY;
            }
        }
    }

    /// Sleeps until somebody changes something, at most so long; false when that time went by.
    boolean sleep(int seen, long nanos) {
        return word.awaitChange(seen, Waiting.PARK, nanos);
    }

    void wakeOne() {
        if (clear()) {
            word.wakeOne();
        }
    }

    void wakeAll() {
        if (clear()) {
            word.wakeAll();
        }
    }

    /// Whether there is somebody to be woken by the caller.
    private boolean clear() {
        int seen = QueueHeader.sleepersVolatile(memory, offset);
        while ((seen & SOMEBODY) != 0) {
            if (QueueHeader.sleepersCas(memory, offset, seen, seen + WAKES & ~SOMEBODY)) {
                return true;
            }
            seen = QueueHeader.sleepersVolatile(memory, offset);
        }
        return false;
    }
}
