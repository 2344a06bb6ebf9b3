package io.millrace.shm.internal.lock;

import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.EventWord;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.recorder.RecordedWait;
import io.millrace.shm.internal.recorder.WaitedFor;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.FutexWord;
import io.millrace.shm.internal.wait.FutexWord.Sleep;
import io.millrace.shm.internal.wait.Interrupts;
import io.millrace.shm.internal.wait.WaitSource;
import org.jspecify.annotations.Nullable;

/// The protocol of one event; the bits of its word stand in [EventWord].
///
/// ```text
///   CLEAR ──── E1 set: epoch + 1, clear WAITERS, wake all ────▶ SET
///     ▲  └─ E2 wait: set WAITERS, sleep ─▶ CLEAR|WAITERS         │
///     └───────────────────── E3 clear ──────────────────────────┘
/// ```
///
/// **Death.** Nobody owns an event. A process that dies between E1 and the wake delays the waiters
/// by at most a slice; a waiter that dies leaves at most `WAITERS`, which costs one wake.
///
/// The word differs from an [io.millrace.shm.internal.wait.EventCount] in that the condition, `SET`,
/// stands in the word itself, so that no look between E2 and the sleep is needed.
public final class EventCore {
    private final WaitContext context;
    private final FutexWord word;

    private EventCore(Region region) {
        context = WaitContext.of(region, EventWord.LAYOUT.byteSize());
        word = new FutexWord(region.segment(), EventWord.WORD);
    }

    /// What a new event is made from.
    public static RegionRequest request(@Nullable String name) {
        return new RegionRequest(name, RegionKind.EVENT, null, new long[0], EventWord.LAYOUT.byteSize(), null);
    }

    /// The event that `region` holds.
    public static EventCore of(Region region) {
        return WaitContext.require(region, RegionKind.EVENT).companion(EventCore.class, EventCore::new);
    }

    /// Region and attachment.
    public WaitContext context() {
        return context;
    }

    /// The word as it is now.
    int word() {
        return word.getVolatile();
    }

    /// Whether it is set now.
    public boolean isSet() {
        return (word() & EventWord.SET) != 0;
    }

    /// E1, unless it is set.
    public void set() {
        context.check();
        int seen = word.getVolatile();
        while ((seen & EventWord.SET) == 0) {
            if (word.compareAndSet(seen, EventWord.afterSet(seen))) { // E1
                CrashPoint.hit("event.set");
                if ((seen & EventWord.WAITERS) != 0) {
                    word.wakeAll();
                }
                return;
            }
            seen = word.getVolatile();
        }
    }

    /// E3, if it is set.
    public void clear() {
        context.check();
        int seen = word.getVolatile();
        while ((seen & EventWord.SET) != 0 && !word.compareAndSet(seen, seen & ~EventWord.SET)) { // E3
            seen = word.getVolatile();
        }
        CrashPoint.hit("event.cleared");
    }

    /// For a wait for several things, which begins now: ready when it is set, or was set since.
    public WaitSource source() {
        context.check();
        return new Source(EventWord.EPOCH.get(word.getVolatile()));
    }

    private final class Source implements WaitSource {
        private final long epoch;

        private Source(long epoch) {
            this.epoch = epoch;
        }

        @Override
        public boolean isReady() {
            context.check();
            int seen = word.getVolatile();
            return (seen & EventWord.SET) != 0 || EventWord.EPOCH.get(seen) != epoch;
        }

        @Override
        public Announcement announce() {
            try {
                int seen = word.getVolatile();
                while ((seen & (EventWord.SET | EventWord.WAITERS)) == 0
                        && !word.compareAndSet(seen, seen | EventWord.WAITERS)) { // E2
                    seen = word.getVolatile();
                }
                return new Announcement(word, seen | EventWord.WAITERS);
            } catch (RuntimeException failure) {
                throw context.refused(failure);
            }
        }
    }

    /// Waits until it is set or was set since the call began; false when the deadline passes first.
    public boolean await(Deadline deadline) throws InterruptedException {
        context.check();
        int seen = word.getVolatile();
        long epoch = EventWord.EPOCH.get(seen);
        if ((seen & EventWord.SET) == 0 && !deadline.isOver()) {
            word.spinBalanced(seen, deadline.sliceNanos());
            seen = word.getVolatile();
        }
        return (seen & EventWord.SET) != 0 || sleep(seen, epoch, deadline);
    }

    private boolean sleep(int first, long epoch, Deadline deadline) throws InterruptedException {
        RecordedWait wait = RecordedWait.NONE;
        try {
            int seen = first;
            while ((seen & EventWord.SET) == 0 && EventWord.EPOCH.get(seen) == epoch) {
                if (deadline.isOver()) {
                    return wait.ended(false);
                }
                int waited = seen | EventWord.WAITERS;
                if (seen == waited || word.compareAndSet(seen, waited)) { // E2
                    CrashPoint.hit("event.waiting");
                    wait = context.begun(wait, WaitedFor.EVENT);
                    word.sleep(waited, deadline.leftNanos(), Sleep.ALL);
                    Interrupts.THROW.check();
                    context.check();
                }
                seen = word.getVolatile();
            }
            return wait.ended(true);
        } finally {
            wait.close();
        }
    }
}
