package io.millrace.engine.internal.crew;

import io.millrace.engine.internal.job.PoolActivity;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.shm.internal.wait.Deadline;
import java.time.Duration;
import java.util.List;

/// Resizes a crew by its load, in a daemon thread. The crew grows by half while work waits and
/// every worker is busy; it shrinks by the workers that have been idle for longer than the
/// time-out.
public final class AutoScaler implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(50);

    /// A worker that is launched starts later than work that waits for one period only is taken.
    private static final int PERIODS_BEFORE_GROWTH = 2;

    private static final int PERIODS_AFTER_FAILURE = 20;

    private final PoolRegion pool;
    private final Crew crew;
    private final Bounds bounds;
    private final long idleNanos;
    private final Thread thread;
    /// Periods in a row with waiting work; negative while a failure is recent.
    private int periodsOfPressure;
    private boolean closed;

    /// The smallest and the largest number of workers, and the time after which a worker is idle.
    public record Bounds(int least, int most, Duration idleTimeout) {}

    /// Starts to resize a crew that has started.
    public AutoScaler(PoolRegion pool, Crew crew, Bounds bounds) {
        this.pool = pool;
        this.crew = crew;
        this.bounds = bounds;
        this.idleNanos = Deadline.nanosOf(bounds.idleTimeout());
        this.thread = Thread.ofPlatform().daemon().name("millrace-elastic").start(this::run);
    }

    private synchronized void run() {
        try {
            while (!closed) {
                tryAdjust();
                wait(PERIOD.toMillis());
            }
        } catch (InterruptedException ended) {
            // no code interrupts this thread, except to end it
        }
    }

    /// A failure, for lack of memory perhaps, does not end this thread: a later period may succeed.
    private void tryAdjust() {
        try {
            adjust();
        } catch (RuntimeException | Error failed) {
            periodsOfPressure = -PERIODS_AFTER_FAILURE;
        }
    }

    private void adjust() {
        int now = pool.workers();
        periodsOfPressure = isUnderPressure() ? periodsOfPressure + 1 : 0;
        if (periodsOfPressure >= PERIODS_BEFORE_GROWTH && now < bounds.most()) {
            periodsOfPressure = 0;
            crew.resize(Math.min(bounds.most(), now + Math.max(1, now / 2)));
            return;
        }
        int spare = (int) Math.min(crew.idleWorkers(idleNanos), now - bounds.least());
        if (spare > 0) {
            crew.resize(now - spare);
        }
    }

    /// Whether work waits that no present worker will take soon; a worker that is starting will
    /// take some.
    private boolean isUnderPressure() {
        return crew.failure() == null && crew.areAllBusy() && PoolActivity.hasWaitingWork(pool);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        ThreadJoin.all(List.of(thread));
    }
}
