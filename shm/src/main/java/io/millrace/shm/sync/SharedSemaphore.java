package io.millrace.shm.sync;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.layout.SemaphoreWords;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.RegionRequest;
import io.millrace.shm.sync.FutexWord.Sleep;
import io.millrace.shm.sync.LockCore.Sharing;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Permits that threads of all processes take and give back.
///
/// Any thread may release: a permit that it took itself first, else one of its process, else the one
/// that is out for longest. Permits of a process that died, or closed its memory, come back. There
/// are never more than the maximum: a release beyond it is an `IllegalStateException`. Of up to
/// 4,096 permits each is known with its taker; of more, only how many each process has.
///
/// ```text
///   news: (WAITERS, MANY, count)
///   wait:  set WAITERS, and MANY if more than one is wanted (S1); look again; sleep while unchanged
///   give:  permits back; if WAITERS: clear both, count + 1 (S2), wake as many, all if MANY
/// ```
///
/// **Order.** S1 and the look after it, the permit's compare-and-set and the look at `news` after
/// it, are a Dekker pair: a waiter that saw no permit is seen by whoever gives one. Who took a
/// permit after sleep sets `WAITERS` again, because others may sleep still. **Death.** Between
/// giving and waking: the others look after a slice.
public final class SharedSemaphore {
    private static final long SPIN = 1_000;

    private final Core core;

    private SharedSemaphore(Core core) {
        this.core = core;
    }

    /// What the handles of one attachment have in common.
    static final class Core {
        private final Site site;
        private final FutexWord news;
        private final LockCore lock;
        private final int maximum;
        private final Permits permits;

        private Core(Region region) {
            site = Site.of(region, SemaphoreWords.byteSize(0));
            maximum = SemaphoreWords.maximum(site.segment());
            if (maximum < 1 || region.byteSize() < SemaphoreWords.byteSize(maximum)) {
                throw new FileFormatException("the semaphore is damaged: region=" + region.info() + ", maximum="
                        + maximum + "; drop it and make it anew");
            }
            news = new FutexWord(site.segment(), SemaphoreWords.NEWS);
            lock = new LockCore(site, SemaphoreWords.LOCK, Sharing.EXCLUSIVE);
            permits = maximum <= SemaphoreWords.MOST_CELLS
                    ? new PermitCells(site, new InnerLock(lock), maximum)
                    : new PermitCounts(site, new InnerLock(lock), maximum);
        }

        /// For a dead process; the caller holds its byte.
        void recover(int deadSlot) {
            lock.recover(deadSlot);
            if (permits.recover(deadSlot)) {
                announce(SemaphoreWords.MANY);
            }
        }

        /// For threads of this process that ended: permits have no thread as their owner, the lock
        /// has.
        void giveBack(IntPredicate ended) {
            lock.giveBack(ended);
        }

        int available() {
            return permits.available();
        }

        int maximum() {
            return maximum;
        }

        boolean hasWaiters() {
            return (news.getAcquire() & SemaphoreWords.WAITERS) != 0;
        }

        /// S2, for `count` permits that came back.
        private void announce(int count) {
            int seen = news.getVolatile();
            while ((seen & SemaphoreWords.WAITERS) != 0) {
                int flags = SemaphoreWords.WAITERS | SemaphoreWords.MANY;
                if (news.compareAndSet(seen, (seen & ~flags) + 1 & ~flags)) { // S2
                    CrashPoint.hit("semaphore.announced");
                    news.wake((seen & SemaphoreWords.MANY) != 0 ? Integer.MAX_VALUE : count);
                    return;
                }
                seen = news.getVolatile();
            }
        }

        private boolean take(int count, Patience patience) throws InterruptedException {
            Interrupts.THROW.check();
            if (takeNow(count)) {
                return true;
            }
            if (patience.isOver()) {
                return false;
            }
            news.spin(news.getAcquire(), SPIN);
            int flags = SemaphoreWords.WAITERS | (count > 1 ? SemaphoreWords.MANY : 0);
            boolean taken = false;
            while (!taken && !patience.isOver()) {
                int seen = raise(flags);
                taken = permits.tryTake(count);
                if (!taken) {
                    news.sleep(seen, patience.leftNanos(), Sleep.ALL);
                    Interrupts.THROW.check();
                    site.check();
                    if (news.getAcquire() == seen) {
                        permits.lookAfterHolders();
                    }
                }
            }
            return taken || permits.tryTake(count);
        }

        private boolean takeNow(int count) {
            site.check();
            return permits.tryTake(count);
        }

        /// S1; the word as it is then.
        private int raise(int flags) {
            int seen;
            do {
                seen = news.getVolatile();
            } while (!news.compareAndSet(seen, seen | flags)); // S1
            CrashPoint.hit("semaphore.waiting");
            return seen | flags;
        }

        private void give(int count) {
            site.check();
            if (!permits.give(count)) {
                throw new IllegalStateException("more permits released than are out: semaphore="
                        + site.region().name() + ", released=" + count + ", available=" + permits.available()
                        + ", maximum=" + maximum
                        + "; release only what was acquired, or make it with a larger maximum");
            }
            announce(count);
        }
    }

    /// @hidden An inner seam: what the region of a new semaphore is like.
    public static RegionRequest request(@Nullable String name, int permits, int maximum) {
        if (maximum < 1 || permits < 0 || permits > maximum) {
            throw new IllegalArgumentException("a semaphore has 0 to maximum permits, and a maximum of at least 1: "
                    + "permits=" + permits + ", maximum=" + maximum + "; give a maximum if it begins with none");
        }
        return new RegionRequest(
                name,
                RegionKind.SEMAPHORE,
                null,
                new long[0],
                SemaphoreWords.byteSize(maximum),
                segment -> initialise(segment, permits, maximum));
    }

    private static void initialise(MemorySegment segment, int permits, int maximum) {
        SemaphoreWords.maximum(segment, maximum);
        if (maximum > SemaphoreWords.MOST_CELLS) {
            SemaphoreWords.countVolatile(segment, 0, maximum - permits);
        } else {
            for (int index = permits; index < maximum; index++) {
                SemaphoreWords.cellCas(segment, index, 0, SemaphoreWords.WITHDRAWN);
            }
        }
    }

    static Core core(Region region) {
        return Site.require(region, RegionKind.SEMAPHORE).companion(Core.class, Core::new);
    }

    /// @hidden An inner seam: the semaphore that a region holds.
    public static SharedSemaphore over(Region region) {
        return new SharedSemaphore(core(region));
    }

    /// In the directory.
    public String name() {
        return region().name();
    }

    /// @hidden An inner seam.
    public Region region() {
        return core.site.region();
    }

    /// The most permits there can be.
    public int maximum() {
        return core.maximum;
    }

    /// Takes one, waiting until there is one.
    public void acquire() throws InterruptedException {
        acquire(1);
    }

    /// Takes so many at once, waiting until there are that many.
    public void acquire(int permits) throws InterruptedException {
        tryAcquire(permits, Patience.forever());
    }

    /// Takes one if there is one now.
    public boolean tryAcquire() {
        return tryAcquire(1);
    }

    /// Takes so many at once, if there are that many now.
    public boolean tryAcquire(int permits) {
        requirePositive(permits);
        try {
            return core.takeNow(permits);
        } catch (RuntimeException failure) {
            throw core.site.refused(failure);
        }
    }

    /// Takes one, waiting at most `timeout`; zero or less: not at all.
    public boolean tryAcquire(Duration timeout) throws InterruptedException {
        return tryAcquire(1, Patience.of(timeout));
    }

    /// Takes so many at once, waiting at most `timeout`; zero or less: not at all.
    public boolean tryAcquire(int permits, Duration timeout) throws InterruptedException {
        return tryAcquire(permits, Patience.of(timeout));
    }

    private boolean tryAcquire(int permits, Patience patience) throws InterruptedException {
        requirePositive(permits);
        try {
            return core.take(permits, patience);
        } catch (RuntimeException failure) {
            throw core.site.refused(failure);
        }
    }

    private void requirePositive(int permits) {
        if (permits < 1 || permits > core.maximum) {
            throw new IllegalArgumentException("not within the maximum: permits=" + permits + ", maximum="
                    + core.maximum + "; ask for 1 to maximum");
        }
    }

    /// Gives one back. `IllegalStateException` when none is out.
    public void release() {
        release(1);
    }

    /// Gives so many back. `IllegalStateException`, giving none, when fewer are out.
    public void release(int permits) {
        if (permits < 1) {
            throw new IllegalArgumentException("permits must be positive: permits=" + permits);
        }
        try {
            core.give(permits);
        } catch (RuntimeException failure) {
            throw core.site.refused(failure);
        }
    }

    /// How many could be taken now.
    public int availablePermits() {
        try {
            return core.available();
        } catch (RuntimeException failure) {
            throw core.site.refused(failure);
        }
    }

    /// Name and permits.
    @Override
    public String toString() {
        return "SharedSemaphore " + name() + ", maximum " + maximum();
    }
}
