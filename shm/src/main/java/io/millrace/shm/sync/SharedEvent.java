package io.millrace.shm.sync;

import io.millrace.shm.RegionKind;
import io.millrace.shm.layout.EventWord;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.RegionRequest;
import io.millrace.shm.sync.FutexWord.Sleep;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A flag that threads of all processes set, clear and wait for. While it is set nobody waits; when
/// it is set, all who wait go on, also if it is cleared again before they look.
///
/// ```text
///   CLEAR ──── E1 set: epoch + 1, clear WAITERS, wake all ────▶ SET
///     ▲  └─ E2 wait: set WAITERS, sleep ─▶ CLEAR|WAITERS         │
///     └───────────────────── E3 clear ──────────────────────────┘
/// ```
///
/// **Death.** Nobody owns an event. Whoever sets it and dies before the wake is made good by the
/// slices of the waiting; a waiter that dies leaves at most `WAITERS`, which costs one wake.
///
/// Obtained from `SharedMemory.newEvent` and `event`.
public final class SharedEvent {
    private final Site site;
    private final FutexWord word;

    private SharedEvent(Region region) {
        site = Site.of(region, EventWord.LAYOUT.byteSize());
        word = word(region);
    }

    static FutexWord word(Region region) {
        return Site.require(region, RegionKind.EVENT)
                .companion(FutexWord.class, it -> new FutexWord(it.segment(), EventWord.WORD));
    }

    /// @hidden An inner seam: what the region of a new event is like.
    public static RegionRequest request(@Nullable String name) {
        return new RegionRequest(name, RegionKind.EVENT, null, new long[0], EventWord.LAYOUT.byteSize(), null);
    }

    /// @hidden An inner seam: the event that a region holds.
    public static SharedEvent over(Region region) {
        return new SharedEvent(region);
    }

    /// In the directory.
    public String name() {
        return region().name();
    }

    /// @hidden An inner seam.
    public Region region() {
        return site.region();
    }

    /// Whether it is set now.
    public boolean isSet() {
        try {
            site.check();
            return (word.getVolatile() & EventWord.SET) != 0;
        } catch (RuntimeException failure) {
            throw site.refused(failure);
        }
    }

    /// Sets it and lets all go on who wait. Does nothing when it is set.
    public void set() {
        try {
            site.check();
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
        } catch (RuntimeException failure) {
            throw site.refused(failure);
        }
    }

    /// Clears it: who comes from now on waits.
    public void clear() {
        try {
            site.check();
            int seen = word.getVolatile();
            while ((seen & EventWord.SET) != 0 && !word.compareAndSet(seen, seen & ~EventWord.SET)) { // E3
                seen = word.getVolatile();
            }
            CrashPoint.hit("event.cleared");
        } catch (RuntimeException failure) {
            throw site.refused(failure);
        }
    }

    /// Waits until it is set.
    public void await() throws InterruptedException {
        await(Patience.forever());
    }

    /// Waits until it is set, at most `timeout`; zero or less: looks only. False when it was not
    /// set in that time.
    public boolean await(Duration timeout) throws InterruptedException {
        return await(Patience.of(timeout));
    }

    private boolean await(Patience patience) throws InterruptedException {
        Interrupts.THROW.check();
        try {
            site.check();
            int seen = word.getVolatile();
            long epoch = EventWord.EPOCH.get(seen);
            if ((seen & EventWord.SET) == 0 && !patience.isOver()) {
                word.spinBalanced(seen, patience.sliceNanos());
                seen = word.getVolatile();
            }
            while ((seen & EventWord.SET) == 0 && EventWord.EPOCH.get(seen) == epoch) {
                if (patience.isOver()) {
                    return false;
                }
                int waited = seen | EventWord.WAITERS;
                if (seen == waited || word.compareAndSet(seen, waited)) { // E2
                    CrashPoint.hit("event.waiting");
                    word.sleep(waited, patience.leftNanos(), Sleep.ALL);
                    Interrupts.THROW.check();
                    site.check();
                }
                seen = word.getVolatile();
            }
            return true;
        } catch (RuntimeException failure) {
            throw site.refused(failure);
        }
    }

    /// Name.
    @Override
    public String toString() {
        return "SharedEvent " + name();
    }
}
