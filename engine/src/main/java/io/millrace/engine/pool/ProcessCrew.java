package io.millrace.engine.pool;

import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.job.TaskBatch;
import io.millrace.shm.Waiting;
import io.millrace.shm.WorkerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private final Roster roster;
    private final @Nullable JvmChild[] workers;
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
        this.roster = new Roster(pool);
        this.workers = new @Nullable JvmChild[pool.shape().workers()];
    }

    @Override
    public void start(int wanted) {
        try {
            resize(wanted);
            awaitSeats();
        } catch (RuntimeException failed) {
            pool.close();
            killAll();
            throw failed;
        }
    }

    @Override
    public void resize(int wanted) {
        launch(roster.resize(wanted));
    }

    @Override
    public Roster roster() {
        return roster;
    }

    private synchronized void launch(List<Integer> seats) {
        int launched = 0;
        try {
            while (launched < seats.size() && !closing && pool.isOpen()) {
                int seat = seats.get(launched);
                JvmChild worker = launcher.launch(seat);
                workers[seat] = worker;
                launched++;
                worker.onExit().thenRunAsync(() -> ended(seat, worker), undertaker);
            }
        } finally {
            roster.notLaunched(seats.subList(launched, seats.size()));
        }
    }

    @Override
    public void awaitSeats() {
        while (true) {
            int seen = pool.news().getAcquire();
            WorkerException failed = failure;
            if (failed != null) {
                throw failed;
            }
            boolean seated = roster.staying().allMatch(seat -> isSeated(seat) && pool.seats().holder(seat) != 0);
            if (!pool.isOpen() || seated && roster.isComplete()) {
                return;
            }
            pool.news().awaitChange(seen, Waiting.PARK, SLICE);
        }
    }

    private synchronized boolean isSeated(int seat) {
        JvmChild worker = workers[seat];
        return worker != null && pool.seats().lastPid(seat) == worker.pid();
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
        int slot = pool.seats().holder(seat);
        boolean left = began && slot == 0 && worker.exitCode() == 0;
        if (slot != 0) {
            pool.memory().attachment().recover(slot);
        }
        DeathStory story = worker.story();
        keep(story); // also of one that left in good order: a task may have ended its JVM by System.exit(0)
        if (!left) {
            bury(story, began);
        }
        if (failure != null) {
            return;
        }
        try {
            launch(roster.ended(seat));
        } catch (RuntimeException cannotStart) {
            fail(story.toException("cannot replace a worker (%s)".formatted(cannotStart.getMessage()), -1, 0));
        }
    }

    private void keep(DeathStory story) {
        if (stories.size() >= KEPT_STORIES) {
            stories.clear();
        }
        stories.put(story.pid(), story);
        pool.news().addAndWakeAll(1);
    }

    private void bury(DeathStory story, boolean began) {
        deaths.incrementAndGet();
        if (!pool.isOpen()) {
            return; // nobody needs another one
        }
        // killed from outside it may do better next time; what it says of itself it will say again
        failedStarts = began ? 0 : failedStarts + (story.signal().isPresent() ? 1 : WEIGHT_OF_AN_EXIT);
        if (failedStarts >= MAX_FAILED_STARTS) {
            fail(story.toException("workers end before they begin" + remedy(story), -1, 0));
        }
    }

    /// Where the JVM's own words do not say it.
    private static String remedy(DeathStory story) {
        return story.stderrTail().contains("Could not find or load main class")
                ? ", their class path lacks Millrace: add its jars to the options' classPath"
                : "";
    }

    private void fail(WorkerException story) {
        failure = story;
        pool.fail(story.pid());
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
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LEAVE_MILLIS);
        for (JvmChild worker : leaving()) {
            worker.end(Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        }
        undertaker.shutdown();
    }

    private void killAll() {
        for (JvmChild worker : leaving()) {
            worker.kill();
            worker.end(LEAVE_MILLIS);
        }
        undertaker.shutdown();
    }

    private synchronized List<JvmChild> leaving() {
        closing = true;
        List<JvmChild> all = new ArrayList<>();
        for (JvmChild worker : workers) {
            if (worker != null) {
                all.add(worker);
            }
        }
        return all;
    }
}
