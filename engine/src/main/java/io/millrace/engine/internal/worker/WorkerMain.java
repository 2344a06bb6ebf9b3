package io.millrace.engine.internal.worker;

import io.millrace.engine.WorkerKind;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.kernel.KernelChoice;
import io.millrace.engine.internal.kernel.Kernels;
import io.millrace.engine.internal.layout.WorkerSlots;
import io.millrace.engine.internal.recorder.Recordings;
import io.millrace.engine.internal.runner.ChunkRunner;
import io.millrace.engine.internal.runner.PerWorkerTaskRunner;
import io.millrace.engine.internal.runner.TaskRunner;
import io.millrace.engine.internal.worker.WorkerLoop.Runners;
import io.millrace.shm.MillraceException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.file.OpenFile;
import io.millrace.shm.internal.layout.SweeperBits;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.Regions;
import io.millrace.shm.internal.wait.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Main program of a worker JVM: attaches the file, occupies a worker slot, and computes until the
/// pool no longer needs the worker.
///
/// A worker exits when its parent exits: the parent holds the other end of standard input. When
/// that end closes, the worker sweeps the parent's process slot, finds the pool abandoned, leaves
/// the pool and closes the file, which removes a temporary file after its last user. If that takes
/// too long, because of a user's function for example, the worker halts its JVM; the process that
/// sweeps the worker's slot then frees its chunks and tasks.
public final class WorkerMain {
    private static final int USAGE = 2;
    private static final Duration EXIT_GRACE = Duration.ofMillis(400);

    private WorkerMain() {}

    /// @param arguments the mapped file, where the parent has it open, the name of the pool, the
    ///         worker slot
    public static void main(String[] arguments) {
        if (arguments.length != 4) {
            System.err.println("a worker is started by its pool: arguments are FILE OPEN POOL WORKER_SLOT");
            System.exit(USAGE);
        }
        ChildFolder.forgetArguments();
        AtomicReference<@Nullable SharedMemory> attached = new AtomicReference<>();
        Thread worker = Thread.currentThread();
        ParentWatch parent = ParentWatch.takeInput();
        parent.begin(() -> awaitEnd(worker, attached.get()));
        int exitCode = 0;
        try {
            OpenFile file = OpenFile.of(Path.of(arguments[0]), arguments[1]);
            try (SharedMemory memory =
                    MemoryAccess.attach(SharedMemory.class, file, "worker", "worker-" + arguments[3])) {
                attached.set(memory);
                work(memory, arguments[2], Integer.parseInt(arguments[3]));
            }
        } catch (MillraceException failure) {
            System.err.println("worker ends: " + failure.getMessage());
            exitCode = 1;
        }
        Recordings.end();
        parent.end();
        halt(exitCode);
    }

    /// Halts the JVM without its shutdown hooks: hooks of user code may take long.
    private static void halt(int exitCode) {
        try {
            ChildFolder.removeOwn();
        } finally {
            Runtime.getRuntime().halt(exitCode);
        }
    }

    private static void work(SharedMemory memory, String poolName, int workerSlot) {
        Regions regions = MemoryAccess.regionsOf(memory);
        regions.slotHolder().needsSweeper(SweeperBits.POOLS);
        PoolRegion pool = PoolRegion.open(memory, poolName);
        Kernels kernels = KernelChoice.resolve(pool.shape().kernel());
        WarmUp.chunks(kernels);
        int slot = regions.slotHolder().slot();
        PerWorkerTaskRunner each = new PerWorkerTaskRunner(pool, slot, workerSlot);
        WorkerSelf self = new WorkerSelf(workerSlot, poolName, regions);
        NestedStart.userCodeBegins();
        orHalt(() -> self.run(each::prepare)); // a worker that cannot run the initializer cannot run tasks
        if (!occupy(pool, workerSlot, slot)) {
            return;
        }
        pool.news().advance();
        Runners runners = new Runners(
                new ChunkRunner(pool, () -> kernels, slot, workerSlot),
                new TaskRunner(pool, slot, WorkerKind.PROCESS),
                each,
                () -> WarmUp.tasks(memory));
        try (Regions.Pin _ = regions.pin("this worker of pool " + poolName)) { // a task may try to close the file
            orHalt(() -> self.run(() -> WorkerLoop.run(pool, runners)));
        }
        pool.leave(workerSlot, slot);
    }

    /// A step of the worker that may throw anything.
    private interface Step {
        void run() throws Throwable;
    }

    /// Runs a step; halts the JVM if it throws. An orderly exit would hide the chunks that this
    /// slot holds.
    private static void orHalt(Step step) {
        try {
            step.run();
        } catch (Throwable fatal) {
            fatal.printStackTrace();
            Recordings.end();
            halt(1);
        }
    }

    /// Occupies the worker slot; waits while a previous worker that is dead has not been swept.
    ///
    /// @return false when the pool was closed meanwhile
    private static boolean occupy(PoolRegion pool, int workerSlot, int slot) {
        WorkerSlots workerSlots = pool.workerSlots();
        while (!workerSlots.take(workerSlot, slot)) {
            int seen = pool.work().epoch();
            int holder = workerSlots.holder(workerSlot);
            if (holder != 0 && !pool.memory().slotHolder().recover(holder)) {
                pool.work().awaitChange(seen, pool.shape().waiting(), Deadline.SLICE);
            }
            if (!pool.isOpen()) {
                return false;
            }
        }
        return true;
    }

    /// Sweeps the parent until the worker thread ends or the time is up: the kernel may not have
    /// released the parent's locks yet.
    private static void awaitEnd(Thread worker, @Nullable SharedMemory memory) throws InterruptedException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < EXIT_GRACE.toNanos()) {
            if (memory != null) {
                memory.recoverDead();
            }
            if (worker.join(Deadline.SLICE)) {
                return;
            }
        }
    }
}
