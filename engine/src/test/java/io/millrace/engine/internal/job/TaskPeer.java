package io.millrace.engine.internal.job;

import io.millrace.engine.RemoteFunction;
import io.millrace.engine.RemoteRunnable;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.internal.runner.PerWorkerTaskRunner;
import io.millrace.engine.internal.runner.TaskRunner;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.LongValue;
import io.millrace.shm.internal.layout.SweeperBits;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.testing.Await;
import java.nio.file.Path;
import java.time.Duration;

/// Main program of a process that takes part in a pool of the test and dies at the crash point its
/// JVM was given.
final class TaskPeer {
    private static final Duration SLICE = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MOST_ROUNDS = 1_000;

    /// More than the room of a row.
    private static final int LARGE = 40_000;

    private TaskPeer() {}

    /// Counts that it ran, and gives back the square; of every seventh item with many bytes around it.
    static RemoteFunction<Integer, Object> counting(LongArray runs) {
        return item -> {
            runs.getAndAdd(item, 1);
            long square = (long) item * item;
            return item % 7 == 3 ? "x".repeat(LARGE) + square : square;
        };
    }

    /// @param arguments the mapped file, the pool's name, `worker` `submitter` or `recoverer`
    public static void main(String[] arguments) throws Exception {
        try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]))) {
            MemoryAccess.regionsOf(memory).slotHolder().needsSweeper(SweeperBits.POOLS);
            PoolRegion pool = PoolRegion.open(memory, arguments[1]);
            System.out.println("attached");
            switch (arguments[2]) {
                case "worker" -> work(pool);
                case "submitter" -> submit(new TaskBed(memory, pool));
                default -> {
                    while (System.in.read() >= 0) {
                        // the end of the stream counts
                    }
                }
            }
        }
    }

    private static void work(PoolRegion pool) throws InterruptedException {
        int slot = pool.memory().slotHolder().slot();
        TaskRunner tasks = new TaskRunner(pool, slot, WorkerKind.PROCESS);
        PerWorkerTaskRunner each = new PerWorkerTaskRunner(pool, slot, 0);
        each.prepare();
        Await.until("the one before was swept", LIMIT, () -> {
            pool.memory().slotHolder().recoverDead();
            return pool.workerSlots().take(0, slot);
        });
        System.out.println("working");
        while (pool.isOpen()) {
            int seen = pool.work().epoch();
            boolean worked = each.runNew();
            if (!tasks.runAny() && !worked) {
                pool.work().awaitChange(seen, pool.shape().waiting(), SLICE);
            }
        }
    }

    /// Comes to every crash point of a submitter in each round.
    private static void submit(TaskBed bed) {
        LongArray runs = bed.memory.longArray("theirs");
        LongValue go = bed.memory.longValue("go");
        RemoteRunnable waiting = () -> {
            while (go.get() == 0) {
                Thread.sleep(1);
            }
        };
        RemoteRunnable nothing = () -> {};
        go.set(0);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            TaskBatch large = bed.submit((RemoteFunction<byte[], Integer>) bytes -> bytes.length, new byte[LARGE]);
            bed.mapAll(counting(runs), 0, 20, 10);
            bed.await(large);
            large.release();
            TaskBatch stopping = bed.submit(waiting);
            Await.until("it runs", LIMIT, () -> stopping.state() == TaskBatch.State.RUNNING);
            stopping.requestStop();
            go.set(1);
            bed.await(stopping);
            stopping.release();
            go.set(0);
            TaskBatch soonest = bed.submit(nothing);
            soonest.cancel();
            bed.await(soonest);
            soonest.release();
            new PerWorkerTasks(bed.pool).add(bed.encoded(nothing));
        }
    }
}
