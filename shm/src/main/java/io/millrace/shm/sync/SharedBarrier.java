package io.millrace.shm.sync;

import io.millrace.shm.BarrierBrokenException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.layout.BarrierWords;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.RegionRequest;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A place where a fixed number of threads, of any processes, wait for each other, again and again.
///
/// A barrier breaks for all when one of its waiters is interrupted, waits longer than it wanted, or
/// has an action that throws; when `abort` is called; and when a process that has opened it dies
/// before it arrives. A process that dies after it arrived is there for this time and missed the next
/// time. Broken, every wait throws `BarrierBrokenException`, until `reset`. A process that closes its
/// memory is not missed.
///
/// Obtained from `SharedMemory.newBarrier` and `barrier`. Opening registers the process; whoever made
/// the barrier is registered when it first waits.
public final class SharedBarrier {
    private final BarrierCore core;

    private SharedBarrier(BarrierCore core) {
        this.core = core;
    }

    /// @hidden An inner seam: what the region of a new barrier is like.
    public static RegionRequest request(@Nullable String name, int parties) {
        if (parties < 1 || parties > BarrierWords.MOST_PARTIES) {
            throw new IllegalArgumentException(
                    "a barrier has 1 to " + BarrierWords.MOST_PARTIES + " parties: parties=" + parties);
        }
        return new RegionRequest(
                name,
                RegionKind.BARRIER,
                null,
                new long[0],
                BarrierWords.byteSize(parties),
                segment -> BarrierWords.initialise(segment, parties));
    }

    /// @hidden An inner seam: the barrier that a region holds, for a process that takes part.
    public static SharedBarrier over(Region region) {
        SharedBarrier barrier = made(region);
        if (!region.segment().isReadOnly()) {
            barrier.core.register();
        }
        return barrier;
    }

    /// @hidden An inner seam: the barrier of a region that this process just made.
    public static SharedBarrier made(Region region) {
        return new SharedBarrier(BarrierCore.of(region));
    }

    /// In the directory.
    public String name() {
        return region().name();
    }

    /// @hidden An inner seam.
    public Region region() {
        return core.site().region();
    }

    /// How many threads it waits for.
    public int parties() {
        return core.parties();
    }

    /// How many wait now.
    public int waiting() {
        try {
            long word = core.word();
            boolean broken = (word & BarrierWords.BROKEN) != 0;
            return broken ? 0 : core.waiting(BarrierWords.generation(word));
        } catch (RuntimeException failure) {
            throw core.site().refused(failure);
        }
    }

    /// Waits for all. How many were still to come: the first gets `parties() - 1`, exactly one gets
    /// 0.
    public int await() throws InterruptedException {
        return await(Patience.forever(), null);
    }

    /// As `await()`; breaks the barrier and throws `BarrierBrokenException` when not all come within
    /// `timeout`.
    public int await(Duration timeout) throws InterruptedException {
        return await(Patience.of(timeout), null);
    }

    /// As `await()`; the last to come runs its action before anybody goes on.
    public int await(Runnable action) throws InterruptedException {
        return await(Patience.forever(), Objects.requireNonNull(action, "action"));
    }

    private int await(Patience patience, @Nullable Runnable action) throws InterruptedException {
        try {
            core.site().check();
            core.register();
            core.breakAfterDeath();
            while (true) {
                int generation = present();
                requireNoInterrupt(generation);
                int index = core.arrive(generation, action != null);
                if (index < 0) {
                    core.turnIfComplete(generation);
                    awaitTurn(generation, patience);
                    continue;
                }
                if (index == core.parties() - 1 && action != null) {
                    act(generation, action);
                }
                core.turnIfComplete(generation);
                awaitTurn(generation, patience);
                return core.parties() - 1 - index;
            }
        } catch (RuntimeException failure) {
            throw core.site().refused(failure);
        }
    }

    private int present() {
        long word = core.word();
        if ((word & BarrierWords.BROKEN) != 0) {
            throw broken("it was broken before");
        }
        return BarrierWords.generation(word);
    }

    private void act(int generation, Runnable action) {
        boolean done = false;
        try {
            CrashPoint.hit("barrier.acting");
            action.run();
            done = true;
        } finally {
            if (!done) {
                core.breakNow(generation);
            }
        }
        core.acted(generation);
    }

    private void awaitTurn(int generation, Patience patience) throws InterruptedException {
        core.spin(generation);
        while (true) {
            long word = core.word();
            if (BarrierWords.generation(word) != generation) {
                if (BarrierWords.wasAbandoned(word, generation)) {
                    throw broken("it was reset meanwhile");
                }
                return;
            }
            if ((word & BarrierWords.BROKEN) != 0) {
                throw broken("a party died, gave up or was interrupted");
            }
            requireNoInterrupt(generation);
            if (patience.isOver() && core.breakNow(generation)) {
                throw broken("not all came in time");
            }
            core.sleep(generation, patience);
            core.turnIfComplete(generation);
        }
    }

    private void requireNoInterrupt(int generation) throws InterruptedException {
        if (Thread.currentThread().isInterrupted() && core.breakNow(generation)) {
            Interrupts.THROW.check();
        }
    }

    private BarrierBrokenException broken(String why) {
        return new BarrierBrokenException("the barrier is broken: barrier=" + name() + ", parties=" + parties() + ", "
                + why + "; agree with the others, then reset() it");
    }

    /// Breaks it for all.
    public void abort() {
        try {
            core.site().check();
            core.breakNow(BarrierWords.generation(core.word()));
        } catch (RuntimeException failure) {
            throw core.site().refused(failure);
        }
    }

    /// Makes it whole again. Who waits in it gets a `BarrierBrokenException`.
    public void reset() {
        try {
            core.site().check();
            core.reset();
        } catch (RuntimeException failure) {
            throw core.site().refused(failure);
        }
    }

    /// Whether waiting in it throws.
    public boolean isBroken() {
        try {
            if (!region().segment().isReadOnly()) {
                core.breakAfterDeath();
            }
            return (core.word() & BarrierWords.BROKEN) != 0;
        } catch (RuntimeException failure) {
            throw core.site().refused(failure);
        }
    }

    /// Name and parties.
    @Override
    public String toString() {
        return "SharedBarrier " + name() + ", parties " + parties();
    }
}
