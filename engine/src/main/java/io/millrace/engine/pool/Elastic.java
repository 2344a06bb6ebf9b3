package io.millrace.engine.pool;

import io.millrace.engine.job.PoolRegion;
import io.millrace.shm.sync.Patience;
import java.time.Duration;

/// Lets a crew grow and shrink by load, in a daemon thread: it grows by half while work waits and no
/// worker rests, and shrinks by those that had nothing to do for a while.
public final class Elastic implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(50);

    /// Work that waits for one look only is taken before a worker could have started.
    private static final int LOOKS = 2;

    private static final int LOOKS_AFTER_FAILURE = 20;

    private final PoolRegion pool;
    private final Crew crew;
    private final Bounds bounds;
    private final long idleNanos;
    private final Thread thread;
    private int pressed;
    private boolean closed;

    /// Between what numbers of workers, and after what time one is idle.
    public record Bounds(int least, int most, Duration idleTimeout) {}

    /// Begins to look after a crew that has started.
    public Elastic(PoolRegion pool, Crew crew, Bounds bounds) {
        this.pool = pool;
        this.crew = crew;
        this.bounds = bounds;
        this.idleNanos = Patience.nanosOf(bounds.idleTimeout());
        this.thread = Thread.ofPlatform().daemon().name("millrace-elastic").start(this::run);
    }

    private synchronized void run() {
        try {
            while (!closed) {
                look();
                wait(LOOK.toMillis());
            }
        } catch (InterruptedException ended) {
            // nobody interrupts this thread but to end it
        }
    }

    private void look() {
        int now = pool.workers();
        pressed = isPressed() ? pressed + 1 : 0;
        if (pressed >= LOOKS && now < bounds.most()) {
            pressed = 0;
            grow(Math.min(bounds.most(), now + Math.max(1, now / 2)));
            return;
        }
        long idle = crew.roster()
                .staying()
                .filter(seat -> crew.roster().idleNanos(seat) > idleNanos)
                .count();
        int spare = (int) Math.min(idle, now - bounds.least());
        if (spare > 0) {
            crew.resize(now - spare);
        }
    }

    /// Those who are there do the work as well, later; another look tries again.
    private void grow(int wanted) {
        try {
            crew.resize(wanted);
        } catch (RuntimeException cannotStart) {
            pressed = -LOOKS_AFTER_FAILURE;
        }
    }

    /// Who is starting will take what waits.
    private boolean isPressed() {
        return crew.failure() == null
                && crew.roster().staying().allMatch(seat -> pool.seats().holder(seat) != 0 && crew.roster().idleNanos(seat) < 0)
                && pool.hasWaitingWork();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
