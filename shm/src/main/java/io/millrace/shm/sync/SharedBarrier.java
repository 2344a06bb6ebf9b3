package io.millrace.shm.sync;

import io.millrace.shm.BarrierBrokenException;
import io.millrace.shm.internal.layout.BarrierWords;
import io.millrace.shm.internal.lock.BarrierCore;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.recorder.RecordedWait;
import io.millrace.shm.internal.recorder.WaitedFor;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.Interrupts;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A point at which a fixed number of threads, of any processes, wait for each other, again and again.
///
/// A barrier breaks for all when a waiter is interrupted or its time is up, when the action throws, when
/// `abort` is called, and when a process that has opened the barrier dies before it arrives. A process
/// that dies after it arrived counts as arrived this time and breaks the barrier the next time. While
/// the barrier is broken every wait throws `BarrierBrokenException`, until `reset`. A process that
/// closes its memory is not waited for.
///
/// Obtained from `SharedMemory.newBarrier` and `barrier`. Opening registers the process; the process
/// that made the barrier is registered when it first waits.
public final class SharedBarrier {
    private final BarrierCore core;

    private SharedBarrier(BarrierCore core) {
        this.core = core;
    }

    /// The barrier that a region holds, for a process that takes part.
    static SharedBarrier over(Region region) {
        SharedBarrier barrier = made(region);
        if (!region.segment().isReadOnly()) {
            barrier.core.register();
        }
        return barrier;
    }

    /// The barrier of a region that this process just made.
    static SharedBarrier made(Region region) {
        return new SharedBarrier(BarrierCore.of(region));
    }

    /// In the directory.
    public String name() {
        return region().name();
    }

    Region region() {
        return core.context().region();
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
            throw core.context().refused(failure);
        }
    }

    /// Waits for all. How many were still to come: the first gets `parties() - 1`, exactly one gets
    /// 0.
    ///
    /// @throws BarrierBrokenException when the barrier is broken, or breaks while this thread waits
    /// @throws InterruptedException when the thread is interrupted, which breaks the barrier
    public int await() throws InterruptedException {
        return await(Deadline.forever(), null);
    }

    /// As `await()`; breaks the barrier and throws `BarrierBrokenException` when not all come within
    /// `timeout`.
    ///
    /// @throws BarrierBrokenException when the barrier is broken, or breaks while this thread waits
    /// @throws InterruptedException when the thread is interrupted, which breaks the barrier
    public int await(Duration timeout) throws InterruptedException {
        return await(Deadline.of(timeout), null);
    }

    /// As `await()`; the last party to arrive runs its action before any wait ends.
    ///
    /// @throws BarrierBrokenException when the barrier is broken, or breaks while this thread waits
    /// @throws InterruptedException when the thread is interrupted, which breaks the barrier
    public int await(Runnable action) throws InterruptedException {
        return await(Deadline.forever(), Objects.requireNonNull(action, "action"));
    }

    private int await(Deadline deadline, @Nullable Runnable action) throws InterruptedException {
        try {
            core.context().check();
            core.register();
            core.breakAfterDeath();
            while (true) {
                int generation = present();
                requireNoInterrupt(generation);
                int index = core.arrive(generation, action != null);
                if (index < 0) {
                    core.turnIfComplete(generation);
                    awaitTurn(generation, deadline);
                    continue;
                }
                if (index == core.parties() - 1 && action != null) {
                    act(generation, action);
                }
                core.turnIfComplete(generation);
                awaitTurn(generation, deadline);
                return core.parties() - 1 - index;
            }
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
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

    private void awaitTurn(int generation, Deadline deadline) throws InterruptedException {
        core.spin(generation);
        RecordedWait wait = RecordedWait.NONE;
        try {
            while (!hasTurned(generation)) {
                requireNoInterrupt(generation);
                if (deadline.isOver() && core.breakNow(generation)) {
                    wait.ended(false);
                    throw broken("not all came in time");
                }
                wait = core.context().begun(wait, WaitedFor.PARTIES);
                core.sleep(generation, deadline);
                core.turnIfComplete(generation);
            }
            wait.ended(true);
        } finally {
            wait.close();
        }
    }

    /// @throws BarrierBrokenException when `generation` will not be complete
    private boolean hasTurned(int generation) {
        long word = core.word();
        boolean turned = BarrierWords.generation(word) != generation;
        if (turned && BarrierWords.wasAbandoned(word, generation)) {
            throw broken("it was reset meanwhile");
        }
        if (!turned && (word & BarrierWords.BROKEN) != 0) {
            throw broken("a party died, gave up or was interrupted");
        }
        return turned;
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

    /// Breaks the barrier for all.
    public void abort() {
        try {
            core.context().check();
            core.breakNow(BarrierWords.generation(core.word()));
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
        }
    }

    /// Makes the barrier usable again. Present waits end with a `BarrierBrokenException`.
    public void reset() {
        try {
            core.context().check();
            core.reset();
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
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
            throw core.context().refused(failure);
        }
    }

    /// Name and parties.
    @Override
    public String toString() {
        return "SharedBarrier " + name() + ", parties " + parties();
    }
}
