package io.millrace.engine.internal.crew;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The daemon thread that launches a crew's first workers, handles the exits of workers and launches their
/// successors, one task after the other.
///
/// A task that fails, for lack of memory perhaps, runs again a second later, because no other thread
/// replaces workers.
final class Reaper {
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

    private final ScheduledThreadPoolExecutor thread;
    private final BooleanSupplier isNeeded;

    /// @param isNeeded whether a task that failed still has to be done
    Reaper(BooleanSupplier isNeeded) {
        this.isNeeded = isNeeded;
        this.thread = new ScheduledThreadPoolExecutor(
                1, work -> Thread.ofPlatform().daemon().name("millrace-reaper").unstarted(work));
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /// Runs a task after a pause; does nothing after [#shutdown].
    void schedule(Runnable task, long pauseNanos) {
        if (!thread.isShutdown()) {
            thread.schedule(() -> runOrRetry(task), pauseNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void runOrRetry(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | VirtualMachineError failure) {
            if (isNeeded.getAsBoolean()) {
                schedule(task, RETRY_NANOS);
            }
        }
    }

    /// Drops the tasks that have not started.
    void shutdown() {
        thread.shutdown();
    }
}
