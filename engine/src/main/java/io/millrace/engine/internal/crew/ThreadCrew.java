package io.millrace.engine.internal.crew;

import io.millrace.engine.WorkerKind;
import io.millrace.engine.internal.job.JobRecovery;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.TaskBatch;
import io.millrace.engine.internal.jvm.ExitReport;
import io.millrace.engine.internal.runner.ChunkRunner;
import io.millrace.engine.internal.runner.PerWorkerTaskRunner;
import io.millrace.engine.internal.runner.TaskRunner;
import io.millrace.engine.internal.worker.WorkerLoop;
import io.millrace.engine.internal.worker.WorkerLoop.Runners;
import io.millrace.engine.internal.worker.WorkerSelf;
import io.millrace.shm.WorkerException;
import io.millrace.shm.internal.layout.SweeperBits;
import io.millrace.shm.internal.process.ProcessSlotHolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Workers that are threads of this JVM. Each thread has a process slot of its own, so that the
/// words in the file look the same as those of worker processes.
public final class ThreadCrew implements Crew {
    private final PoolRegion pool;
    private final RunnerFactory runners;
    private final SlotAssignment assignment;
    private final @Nullable Thread[] threads;
    private final Map<Integer, TaskRunner> taskRunners = new ConcurrentHashMap<>();
    private final AtomicLong deaths = new AtomicLong();
    private volatile @Nullable Throwable startFailure;
    private volatile long failedAtNanos;

    /// Makes the runner of a worker thread.
    public interface RunnerFactory {
        ChunkRunner runner(int processSlot, int workerSlot);
    }

    public ThreadCrew(PoolRegion pool, RunnerFactory runners) {
        this.pool = pool;
        this.runners = runners;
        this.assignment = new SlotAssignment(pool);
        this.threads = new @Nullable Thread[pool.shape().workers()];
    }

    @Override
    public void start(int wanted) {
        resize(wanted);
    }

    @Override
    public void resize(int wanted) {
        launch(assignment.resize(wanted));
    }

    @Override
    public boolean awaitWorkers(long endNanos) {
        return WorkerSlotWait.await(pool, this::areReady, endNanos);
    }

    private boolean areReady() {
        if (startFailure instanceof RuntimeException failed) {
            throw failed;
        }
        WorkerException failed = failure();
        if (failed != null) {
            throw failed;
        }
        return assignment.isComplete(workerSlot -> pool.workerSlots().holder(workerSlot) != 0);
    }

    @Override
    public synchronized void tryAgain() {
        if (startFailure != null) {
            startFailure = null;
            pool.startsAgain();
            launch(assignment.staying().filter(workerSlot -> threads[workerSlot] == null).boxed().toList());
        }
    }

    @Override
    public void workSubmitted() {
        if (startFailure != null && System.nanoTime() - failedAtNanos >= StartPolicy.LONGEST_PAUSE.toNanos()) {
            tryAgain();
        }
    }

    @Override
    public StartFailures startFailures() {
        Throwable cause = startFailure;
        return cause == null ? StartFailures.NONE : new StartFailures(1, 1, Optional.of(cause.toString()));
    }

    @Override
    public long idleWorkers(long nanos) {
        return assignment.idleWorkers(nanos);
    }

    @Override
    public boolean areAllBusy() {
        return assignment.areAllBusy();
    }

    private synchronized void launch(List<Integer> workerSlots) {
        for (int workerSlot : pool.isOpen() ? workerSlots : List.<Integer>of()) {
            threads[workerSlot] = Thread.ofPlatform()
                    .daemon()
                    .name("millrace-%s-%s".formatted(pool.name(), workerSlot))
                    .start(() -> runWorker(workerSlot));
        }
    }

    private void runWorker(int workerSlot) {
        boolean began = false;
        try (ProcessSlotHolder slotHolder = pool.memory().join("worker", Thread.currentThread().getName())) {
            slotHolder.needsSweeper(SweeperBits.POOLS);
            PerWorkerTaskRunner each = new PerWorkerTaskRunner(pool, slotHolder.slot(), workerSlot);
            WorkerSelf self = new WorkerSelf(workerSlot, pool.name(), pool.memory());
            self.run(each::prepare);
            if (!pool.workerSlots().take(workerSlot, slotHolder.slot())) {
                throw new IllegalStateException(
                        "worker slot is occupied: pool=%s, workerSlot=%s".formatted(pool.name(), workerSlot));
            }
            began = true;
            pool.news().advance();
            self.run(() -> work(workerSlot, slotHolder.slot(), each));
        } catch (Throwable cannotStart) { // what a user's initializer throws may be anything
            if (!began) {
                startFailed(workerSlot, cannotStart);
                return;
            }
        }
        launchNext(workerSlot);
    }

    private synchronized void startFailed(int workerSlot, Throwable cause) {
        threads[workerSlot] = null;
        failedAtNanos = System.nanoTime();
        startFailure = cause;
        pool.fail(ProcessHandle.current().pid());
    }

    private synchronized void launchNext(int workerSlot) {
        threads[workerSlot] = null;
        launch(assignment.ended(workerSlot));
    }

    private void work(int workerSlot, int slot, PerWorkerTaskRunner each) {
        TaskRunner tasks = new TaskRunner(pool, slot, WorkerKind.THREAD);
        taskRunners.put(slot, tasks);
        try {
            WorkerLoop.run(pool, new Runners(runners.runner(slot, workerSlot), tasks, each, () -> {}));
            pool.leave(workerSlot, slot);
        } catch (Throwable fatal) { // an Error that even the runners did not catch: the worker counts as dead
            new JobRecovery().recover(pool.memory(), slot);
            deaths.incrementAndGet();
        } finally {
            taskRunners.remove(slot);
        }
    }

    @Override
    public @Nullable WorkerException failure() {
        Throwable cause = startFailure;
        return cause == null ? null : ExitReport.ofThread(cause);
    }

    @Override
    public long deaths() {
        return deaths.get();
    }

    @Override
    public void stop(TaskBatch.StopRequest request) {
        TaskRunner tasks = taskRunners.get(request.slot());
        if (tasks != null) {
            tasks.interrupt(request.epoch());
        }
    }

    @Override
    public void close() {
        ThreadJoin.all(threads());
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
