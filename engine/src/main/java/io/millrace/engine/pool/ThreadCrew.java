package io.millrace.engine.pool;

import io.millrace.engine.WorkerKind;
import io.millrace.engine.job.ChunkRunner;
import io.millrace.engine.job.EachWorkerRunner;
import io.millrace.engine.job.JobRecovery;
import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.job.TaskBatch;
import io.millrace.engine.job.TaskRunner;
import io.millrace.engine.worker.WorkerLoop;
import io.millrace.engine.worker.WorkerLoop.Runners;
import io.millrace.engine.worker.WorkerSelf;
import io.millrace.shm.Waiting;
import io.millrace.shm.WorkerException;
import io.millrace.shm.process.Attachment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Workers that are threads of this JVM. Each has a process slot of its own, so that the words in
/// the file look the same as with processes.
public final class ThreadCrew implements Crew {
    private static final Duration SLICE = Duration.ofMillis(50);

    private final PoolRegion pool;
    private final RunnerFactory runners;
    private final Roster roster;
    private final @Nullable Thread[] threads;
    private final Map<Integer, TaskRunner> taskRunners = new ConcurrentHashMap<>();
    private final AtomicLong deaths = new AtomicLong();
    private volatile @Nullable Throwable startFailure;

    /// Makes the runner of a thread with that slot and seat.
    public interface RunnerFactory {
        ChunkRunner runner(int slot, int seat);
    }

    public ThreadCrew(PoolRegion pool, RunnerFactory runners) {
        this.pool = pool;
        this.runners = runners;
        this.roster = new Roster(pool);
        this.threads = new @Nullable Thread[pool.shape().workers()];
    }

    @Override
    public void start(int wanted) {
        try {
            resize(wanted);
            awaitSeats();
        } catch (RuntimeException failed) {
            pool.close();
            close();
            throw failed;
        }
    }

    @Override
    public void resize(int wanted) {
        launch(roster.resize(wanted));
    }

    @Override
    public void awaitSeats() {
        while (true) {
            int seen = pool.news().getAcquire();
            if (startFailure instanceof RuntimeException failed) {
                throw failed;
            }
            WorkerException failed = failure();
            if (failed != null) {
                throw failed;
            }
            boolean seated = roster.staying().allMatch(seat -> pool.seats().holder(seat) != 0);
            if (!pool.isOpen() || seated && roster.isComplete()) {
                return;
            }
            pool.news().awaitChange(seen, Waiting.PARK, SLICE);
        }
    }

    @Override
    public Roster roster() {
        return roster;
    }

    private synchronized void launch(List<Integer> seats) {
        for (int seat : pool.isOpen() ? seats : List.<Integer>of()) {
            threads[seat] = Thread.ofPlatform()
                    .daemon()
                    .name("millrace-%s-%d".formatted(pool.name(), seat))
                    .start(() -> live(seat));
        }
    }

    private void live(int seat) {
        boolean began = false;
        try (Attachment attachment = pool.memory().join("worker", Thread.currentThread().getName())) {
            attachment.needsSweeper(JobRecovery.BIT);
            EachWorkerRunner each = new EachWorkerRunner(pool, attachment.slot(), seat);
            WorkerSelf self = new WorkerSelf(seat, pool.name(), pool.memory());
            self.run(each::prepare);
            if (!pool.seats().take(seat, attachment.slot())) {
                throw new IllegalStateException("seat taken: pool=%s, seat=%d".formatted(pool.name(), seat));
            }
            began = true;
            pool.news().addAndWakeAll(1);
            self.run(() -> work(seat, attachment.slot(), each));
        } catch (Throwable cannotStart) { // what a user's initializer throws may be anything
            if (!began) {
                startFailure = cannotStart;
                pool.fail(ProcessHandle.current().pid());
                return;
            }
        }
        launch(roster.ended(seat));
    }

    private void work(int seat, int slot, EachWorkerRunner each) {
        TaskRunner tasks = new TaskRunner(pool, slot, WorkerKind.THREAD);
        taskRunners.put(slot, tasks);
        try {
            WorkerLoop.run(pool, new Runners(runners.runner(slot, seat), tasks, each));
            pool.leave(seat, slot);
        } catch (Throwable fatal) { // an Error that even the runners let through: the thread counts as dead
            new JobRecovery().recover(pool.memory(), slot);
            deaths.incrementAndGet();
        } finally {
            taskRunners.remove(slot);
        }
    }

    @Override
    public @Nullable WorkerException failure() {
        Throwable cause = startFailure;
        return cause == null ? null : DeathStory.ofThread(cause);
    }

    @Override
    public Optional<DeathStory> story(long pid) {
        return Optional.empty();
    }

    @Override
    public boolean expectsStories() {
        return false;
    }

    @Override
    public long deaths() {
        return deaths.get();
    }

    @Override
    public void stop(TaskBatch.Doomed condemned) {
        TaskRunner tasks = taskRunners.get(condemned.slot());
        if (tasks != null) {
            tasks.interrupt(condemned.epoch());
        }
    }

    @Override
    public void close() {
        boolean interrupted = false;
        for (Thread thread : threads()) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Thread> threads() {
        List<Thread> all = new ArrayList<>();
        for (Thread thread : threads) {
            if (thread != null) {
                all.add(thread);
            }
        }
        return all;
    }
}
