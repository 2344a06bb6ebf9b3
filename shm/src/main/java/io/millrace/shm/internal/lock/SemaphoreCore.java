package io.millrace.shm.internal.lock;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.SemaphoreWords;
import io.millrace.shm.internal.lock.LockCore.Sharing;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.process.ProcessViews;
import io.millrace.shm.internal.recorder.RecordedWait;
import io.millrace.shm.internal.recorder.WaitedFor;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.FutexWord;
import io.millrace.shm.internal.wait.FutexWord.Sleep;
import io.millrace.shm.internal.wait.Interrupts;
import io.millrace.shm.internal.wait.SpinPolicy;
import io.millrace.shm.view.Holder;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The protocol of one semaphore: the permits, and the word `news` on which waiters sleep. All
/// handles of one attachment share one core.
///
/// ```text
///   news: (WAITERS, MANY, count)
///   wait:  set WAITERS, and MANY if more than one is wanted (S1); look again; sleep while unchanged
///   give:  permits back; if WAITERS: clear both, count + 1 (S2), wake as many, all if MANY
/// ```
///
/// **Order.** S1 and the look after S1, the permit's compare-and-set and the look at `news` after
/// it, are a Dekker pair: the giver of a permit sees every waiter that saw no permit. A waiter that
/// takes a permit after a sleep leaves `WAITERS` set, because others may still sleep.
///
/// **Death.** Between the return of a permit and the wake: the waiters look after a slice.
///
/// The word differs from an [io.millrace.shm.internal.wait.EventCount] by `MANY`: as long as every
/// waiter wants one permit, the giver wakes as many as it gives.
public final class SemaphoreCore {
    private final WaitContext context;
    private final FutexWord news;
    private final LockCore lock;
    private final int maximum;
    private final Permits permits;

    private SemaphoreCore(Region region) {
        context = WaitContext.of(region, SemaphoreWords.byteSize(0));
        maximum = SemaphoreWords.maximum(context.segment());
        if (maximum < 1 || region.byteSize() < SemaphoreWords.byteSize(maximum)) {
            throw new FileFormatException("the semaphore is damaged: region=" + region.info() + ", maximum="
                    + maximum + "; drop it and make it anew");
        }
        news = new FutexWord(context.segment(), SemaphoreWords.NEWS);
        lock = new LockCore(context, SemaphoreWords.LOCK, Sharing.EXCLUSIVE);
        permits = maximum <= SemaphoreWords.MOST_CELLS
                ? new PermitCells(context, new InnerLock(lock), maximum)
                : new PermitCounts(context, new InnerLock(lock), maximum);
    }

    /// What a new semaphore is made from.
    ///
    /// @throws IllegalArgumentException the maximum is below 1, or the permits are not 0 to maximum
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

    /// P4, before any process can see the semaphore: the cells above `permits` are withdrawn.
    private static void initialise(MemorySegment segment, int permits, int maximum) {
        SemaphoreWords.maximum(segment, maximum);
        if (maximum > SemaphoreWords.MOST_CELLS) {
            SemaphoreWords.countVolatile(segment, 0, maximum - permits);
        } else {
            for (int index = permits; index < maximum; index++) {
                SemaphoreWords.cellCas(segment, index, 0, SemaphoreWords.WITHDRAWN); // P4
            }
        }
    }

    /// The semaphore that `region` holds.
    public static SemaphoreCore of(Region region) {
        return WaitContext.require(region, RegionKind.SEMAPHORE).companion(SemaphoreCore.class, SemaphoreCore::new);
    }

    /// Region and attachment.
    public WaitContext context() {
        return context;
    }

    /// For a dead process; the caller holds its byte.
    void recover(int deadSlot) {
        lock.recover(deadSlot);
        if (permits.recover(deadSlot)) {
            announce(SemaphoreWords.MANY);
        }
    }

    /// For threads of this process that ended: permits have no thread as their owner, the lock has.
    void giveBack(IntPredicate ended) {
        lock.giveBack(ended);
    }

    /// How many permits can be taken now.
    public int available() {
        return permits.available();
    }

    /// The most permits there can be.
    public int maximum() {
        return maximum;
    }

    List<Holder> holders(ProcessViews processes) {
        return permits.holders(processes);
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

    /// Takes `count` permits at once; false when the deadline passes first.
    public boolean take(int count, Deadline deadline) throws InterruptedException {
        Interrupts.THROW.check();
        if (takeNow(count)) {
            return true;
        }
        if (deadline.isOver()) {
            return false;
        }
        news.spin(news.getAcquire(), SpinPolicy.BRIEF_NANOS);
        int flags = SemaphoreWords.WAITERS | (count > 1 ? SemaphoreWords.MANY : 0);
        boolean taken = false;
        RecordedWait wait = RecordedWait.NONE;
        try {
            while (!taken && !deadline.isOver()) {
                int seen = raise(flags);
                taken = permits.tryTake(count);
                if (!taken) {
                    wait = context.begun(wait, WaitedFor.PERMITS);
                    news.sleep(seen, deadline.leftNanos(), Sleep.ALL);
                    Interrupts.THROW.check();
                    context.check();
                    if (news.getAcquire() == seen) {
                        permits.recoverDeadHolders();
                    }
                }
            }
            return wait.ended(taken || permits.tryTake(count));
        } finally {
            wait.close();
        }
    }

    /// Takes `count` permits if so many are available now.
    public boolean takeNow(int count) {
        context.check();
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

    /// Gives `count` permits back.
    ///
    /// @throws IllegalStateException when fewer are out; none is given back then
    public void give(int count) {
        context.check();
        if (!permits.give(count)) {
            throw new IllegalStateException("more permits released than are out: semaphore="
                    + context.region().name() + ", released=" + count + ", available=" + permits.available()
                    + ", maximum=" + maximum
                    + "; release only what was acquired, or make it with a larger maximum");
        }
        announce(count);
    }
}
