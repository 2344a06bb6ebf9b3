package io.millrace.engine.pool;

import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.job.TaskBatch;
import io.millrace.shm.Waiting;
import io.millrace.shm.WorkerException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Workers that are JVMs of their own. One that dies is swept at once, by this parent, and replaced
/// at the same seat.
///
/// One daemon thread handles all deaths, one after the other. Workers that end before they take
/// their seat are tried again, twice if they end by themselves, eight times if they are killed;
/// then the crew has failed, and with it the jobs that wait for it.
public final class ProcessCrew implements Crew {
    private static final Duration SLICE = Duration.ofMillis(50);
    private static final int MAX_FAILED_STARTS = 8;
    private static final int WEIGHT_OF_AN_EXIT = 4;
    private static final long LEAVE_MILLIS = 5_000;
    private static final int KEPT_STORIES = 256;

    private final PoolRegion pool;
    private final Launcher launcher;
    private final JvmChild[] workers;
    private final Map<Long, DeathStory> stories = new ConcurrentHashMap<>();
    private final AtomicLong deaths = new AtomicLong();
    private final ExecutorService undertaker = Executors.newSingleThreadExecutor(work ->
            Thread.ofPlatform().daemon().name("millrace-undertaker").unstarted(work));
    private int failedStarts;
    private boolean closing;
    private volatile @Nullable WorkerException failure;

    /// Starts the JVM of the worker at a seat.
    public interface Launcher {
        JvmChild launch(int seat);
    }

    public ProcessCrew(PoolRegion pool, Launcher launcher) {
        this.pool = pool;
        this.launcher = launcher;
        this.workers = new JvmChild[pool.shape().workers()];
    }

    @Override
    public void start() {
        try {
            for (int seat = 0; seat < workers.length; seat++) {
                launch(seat);
            }
            awaitSeats();
        } catch (RuntimeException failed) {
            pool.close();
            killAll();
            throw failed;
        }
    }

    private synchronized void launch(int seat) {
        if (closing) {
            return;
        }
        JvmChild worker = launcher.launch(seat);
        workers[seat] = worker;
        worker.onExit().thenRunAsync(() -> ended(seat, worker), undertaker);
    }

    private void awaitSeats() {
        while (true) {
            int seen = pool.news().getAcquire();
            WorkerException failed = failure;
            if (failed != null) {
                throw failed;
            }
            int seated = 0;
            for (int seat = 0; seat < workers.length; seat++) {
                seated += isSeated(seat) ? 1 : 0;
            }
            if (seated == workers.length) {
                return;
            }
            pool.news().awaitChange(seen, Waiting.PARK, SLICE);
        }
    }

    private synchronized boolean isSeated(int seat) {
        return pool.seats().lastPid(seat) == workers[seat].pid();
    }

    /// Runs on the undertaker's thread, once for each worker.
    private void ended(int seat, JvmChild worker) {
        boolean began;
        synchronized (this) {
            if (closing) {
                return;
            }
            began = isSeated(seat);
        }
        deaths.incrementAndGet();
        int slot = pool.seats().holder(seat);
        if (slot != 0) {
            pool.memory().attachment().recover(slot);
        }
        DeathStory story = worker.story();
        if (stories.size() >= KEPT_STORIES) {
            stories.clear();
        }
        stories.put(story.pid(), story);
        pool.news().addAndWakeAll(1);
        // killed from outside it may do better next time; what it says of itself it will say again
        failedStarts = began ? 0 : failedStarts + (story.signal().isPresent() ? 1 : WEIGHT_OF_AN_EXIT);
        if (failedStarts >= MAX_FAILED_STARTS) {
            fail(story.toException("workers end before they begin", -1, 0));
            return;
        }
        try {
            launch(seat);
        } catch (RuntimeException cannotStart) {
            fail(story.toException("cannot replace a worker (%s)".formatted(cannotStart.getMessage()), -1, 0));
        }
    }

    private void fail(WorkerException story) {
        failure = story;
        pool.news().addAndWakeAll(1);
    }

    @Override
    public @Nullable WorkerException failure() {
        return failure;
    }

    @Override
    public Optional<DeathStory> story(long pid) {
        return Optional.ofNullable(stories.get(pid));
    }

    @Override
    public boolean expectsStories() {
        return true;
    }

    @Override
    public long deaths() {
        return deaths.get();
    }

    @Override
    public synchronized void stop(TaskBatch.Doomed condemned) {
        for (JvmChild worker : workers) {
            if (worker != null && worker.pid() == condemned.pid()) {
                worker.kill();
            }
        }
    }

    @Override
    public void close() {
        JvmChild[] leaving;
        synchronized (this) {
            closing = true;
            leaving = workers.clone();
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LEAVE_MILLIS);
        for (JvmChild worker : leaving) {
            if (worker != null) {
                worker.end(Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            }
        }
        undertaker.shutdown();
    }

    private void killAll() {
        synchronized (this) {
            closing = true;
        }
        for (JvmChild worker : workers) {
            if (worker != null) {
                worker.kill();
                worker.end(LEAVE_MILLIS);
            }
        }
        undertaker.shutdown();
    }
}
