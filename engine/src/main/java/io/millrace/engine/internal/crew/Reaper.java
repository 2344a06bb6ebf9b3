package io.millrace.engine.internal.crew;

import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.shm.internal.wait.Pause;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The daemon thread that launches a crew's first workers, handles the exits of workers and launches their
/// successors, one task after the other.
///
/// A task that fails, for lack of memory perhaps, runs again a second later while the pool is open, because
/// no other thread replaces workers.
final class Reaper {
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

    private static final String FIRST_LAUNCH_PROPERTY = "millrace.firstLaunchMillis";

    /// A program that is over sooner, and has no work that needs workers, is slower with workers than without:
    /// their JVMs would start while it computes.
    private static final long FIRST_LAUNCH_MILLIS = 400;

    private final PoolRegion pool;
    private final CountDownLatch wanted = new CountDownLatch(1);
    private @Nullable ScheduledThreadPoolExecutor thread;
    private boolean over;

    Reaper(PoolRegion pool) {
        this.pool = pool;
    }

    /// Runs the first task after [#hurry], or when the time for that is up. Another thread makes the executor for
    /// it: the caller does not wait for its classes.
    void begin(Runnable task) {
        Thread.ofPlatform().daemon().name("millrace-first-launch").start(() -> scheduleFirst(task));
    }

    /// Runs the first task now.
    void hurry() {
        wanted.countDown();
    }

    private void scheduleFirst(Runnable task) {
        try {
            wanted.await(Long.getLong(FIRST_LAUNCH_PROPERTY, FIRST_LAUNCH_MILLIS), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            // no code interrupts this thread
        }
        boolean scheduled = false;
        while (!scheduled) {
            try {
                schedule(task, 0);
                scheduled = true;
            } catch (OutOfMemoryError noMemory) {
                Pause.withoutMemory(this);
            }
        }
    }

    /// Runs a task after a pause; does nothing after [#shutdown].
    synchronized void schedule(Runnable task, long pauseNanos) {
        if (!over) {
            executor().schedule(() -> runOrRetry(task), pauseNanos, TimeUnit.NANOSECONDS);
        }
    }

    private ScheduledThreadPoolExecutor executor() {
        ScheduledThreadPoolExecutor made = thread;
        if (made == null) {
            made = new ScheduledThreadPoolExecutor(
                    1, work -> Thread.ofPlatform().daemon().name("millrace-reaper").unstarted(work));
            made.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
            thread = made;
        }
        return made;
    }

    private void runOrRetry(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | VirtualMachineError failure) {
            if (!pool.isGone() && pool.isOpen()) {
                schedule(task, RETRY_NANOS);
            }
        }
    }

    /// Drops the tasks that have not started.
    synchronized void shutdown() {
        over = true;
        wanted.countDown();
        if (thread != null) {
            thread.shutdown();
        }
    }
}
