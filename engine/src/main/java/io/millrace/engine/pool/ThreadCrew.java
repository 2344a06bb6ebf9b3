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
import io.millrace.shm.WorkerException;
import io.millrace.shm.process.Attachment;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Workers that are threads of this JVM. Each has a process slot of its own, so that the words in
/// the file look the same as with processes.
public final class ThreadCrew implements Crew {
    private final PoolRegion pool;
    private final RunnerFactory runners;
    private final Thread[] threads;
    private final CountDownLatch seated;
    private final Map<Integer, TaskRunner> taskRunners = new ConcurrentHashMap<>();
    private final AtomicLong deaths = new AtomicLong();
    private volatile @Nullable RuntimeException startFailure;

    /// Makes the runner of a thread with that slot and seat.
    public interface RunnerFactory {
        ChunkRunner runner(int slot, int seat);
    }

    public ThreadCrew(PoolRegion pool, RunnerFactory runners) {
        this.pool = pool;
        this.runners = runners;
        this.threads = new Thread[pool.shape().workers()];
        this.seated = new CountDownLatch(threads.length);
    }

    @Override
    public void start() {
        for (int seat = 0; seat < threads.length; seat++) {
            threads[seat] = launch(seat, seated::countDown);
        }
        awaitSeats();
        RuntimeException failure = startFailure;
        if (failure != null) {
            throw failure;
        }
    }

    private void awaitSeats() {
        boolean interrupted = false;
        while (true) {
            try {
                seated.await();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread launch(int seat, Runnable ready) {
        return Thread.ofPlatform()
                .daemon()
                .name("millrace-%s-%d".formatted(pool.name(), seat))
                .start(() -> work(seat, ready));
    }

    private void work(int seat, Runnable ready) {
        Attachment attachment;
        try {
            attachment = pool.memory().join("worker", Thread.currentThread().getName());
            attachment.needsSweeper(JobRecovery.BIT);
            if (!pool.seats().take(seat, attachment.slot())) {
                throw new IllegalStateException("seat taken: pool=%s, seat=%d".formatted(pool.name(), seat));
            }
        } catch (RuntimeException failure) {
            startFailure = failure;
            ready.run();
            return;
        }
        ready.run();
        try (attachment) {
            int slot = attachment.slot();
            TaskRunner tasks = new TaskRunner(pool, slot, WorkerKind.THREAD);
            taskRunners.put(slot, tasks);
            WorkerLoop.run(
                    pool, new Runners(runners.runner(slot, seat), tasks, new EachWorkerRunner(pool, slot, seat)));
            pool.leave(seat, attachment.slot());
        } catch (Throwable fatal) { // an Error that even the runner lets through: the thread counts as dead
            new JobRecovery().recover(pool.memory(), attachment.slot());
            deaths.incrementAndGet();
            if (pool.isOpen()) {
                threads[seat] = launch(seat, () -> {});
            }
        }
    }

    @Override
    public @Nullable WorkerException failure() {
        return null;
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
        for (int seat = 0; seat < threads.length; seat++) {
            while (threads[seat] != null && threads[seat].isAlive()) {
                try {
                    threads[seat].join();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
