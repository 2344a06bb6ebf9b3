package io.millrace.shm.sync;

import io.millrace.shm.internal.lock.SemaphoreCore;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.wait.Deadline;
import java.time.Duration;

/// Permits that threads of all processes take and give back.
///
/// Any thread may release. A release returns a permit that the same thread took, else one that its
/// process took, else the permit that is out for longest. Permits of a process that died, or closed
/// its memory, come back.
///
/// There are never more permits than the maximum, which is the first number of permits unless another
/// one was given, up to `Integer.MAX_VALUE`; a release beyond it is an `IllegalStateException`. Of up
/// to 4,096 permits the file knows the taker of each; of more it knows how many each process has. The
/// protocol stands in [SemaphoreCore].
public final class SharedSemaphore {
    private final SemaphoreCore core;

    private SharedSemaphore(SemaphoreCore core) {
        this.core = core;
    }

    /// The semaphore that a region holds.
    static SharedSemaphore over(Region region) {
        return new SharedSemaphore(SemaphoreCore.of(region));
    }

    /// In the directory.
    public String name() {
        return region().name();
    }

    Region region() {
        return core.context().region();
    }

    /// The most permits there can be.
    public int maximum() {
        return core.maximum();
    }

    /// Takes one permit; waits until one is available.
    ///
    /// @throws InterruptedException when the thread is interrupted
    public void acquire() throws InterruptedException {
        acquire(1);
    }

    /// Takes `permits` permits at once; waits until as many are available.
    ///
    /// @throws IllegalArgumentException when `permits` is not 1 to the maximum
    /// @throws InterruptedException when the thread is interrupted
    public void acquire(int permits) throws InterruptedException {
        take(permits, Deadline.forever());
    }

    /// Takes one permit if one is available now.
    public boolean tryAcquire() {
        return tryAcquire(1);
    }

    /// Takes `permits` permits at once if as many are available now.
    ///
    /// @throws IllegalArgumentException when `permits` is not 1 to the maximum
    public boolean tryAcquire(int permits) {
        requirePositive(permits);
        try {
            return core.takeNow(permits);
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
        }
    }

    /// Takes one permit; waits at most `timeout`, zero or less: not at all.
    ///
    /// @throws InterruptedException when the thread is interrupted
    public boolean tryAcquire(Duration timeout) throws InterruptedException {
        return tryAcquire(1, timeout);
    }

    /// Takes `permits` permits at once; waits at most `timeout`, zero or less: not at all.
    ///
    /// @throws IllegalArgumentException when `permits` is not 1 to the maximum
    /// @throws InterruptedException when the thread is interrupted
    public boolean tryAcquire(int permits, Duration timeout) throws InterruptedException {
        return take(permits, Deadline.of(timeout));
    }

    private boolean take(int permits, Deadline deadline) throws InterruptedException {
        requirePositive(permits);
        try {
            return core.take(permits, deadline);
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
        }
    }

    private void requirePositive(int permits) {
        if (permits < 1 || permits > core.maximum()) {
            throw new IllegalArgumentException("not within the maximum: permits=" + permits + ", maximum="
                    + core.maximum() + "; ask for 1 to maximum");
        }
    }

    /// Gives one permit back.
    ///
    /// @throws IllegalStateException when none is out
    public void release() {
        release(1);
    }

    /// Gives `permits` permits back.
    ///
    /// @throws IllegalStateException when fewer are out; none is given back then
    /// @throws IllegalArgumentException when `permits` is below 1
    public void release(int permits) {
        if (permits < 1) {
            throw new IllegalArgumentException("permits must be positive: permits=" + permits);
        }
        try {
            core.give(permits);
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
        }
    }

    /// How many permits are available now.
    public int availablePermits() {
        try {
            return core.available();
        } catch (RuntimeException failure) {
            throw core.context().refused(failure);
        }
    }

    /// Name and permits.
    @Override
    public String toString() {
        return "SharedSemaphore " + name() + ", maximum " + maximum();
    }
}
