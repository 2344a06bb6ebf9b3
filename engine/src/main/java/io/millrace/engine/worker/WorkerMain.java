package io.millrace.engine.worker;

import io.millrace.engine.WorkerKind;
import io.millrace.engine.job.ChunkRunner;
import io.millrace.engine.job.EachWorkerRunner;
import io.millrace.engine.job.JobRecovery;
import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.job.Seats;
import io.millrace.engine.job.TaskRunner;
import io.millrace.engine.kernel.KernelChoice;
import io.millrace.engine.kernel.Kernels;
import io.millrace.engine.worker.WorkerLoop.Runners;
import io.millrace.shm.MillraceException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.region.Regions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Main program of a worker JVM: attaches the file, takes its seat, computes until the pool no
/// longer needs it.
///
/// It ends with its parent: the parent holds the other end of standard input. When that closes,
/// this process sweeps the parent's slot, finds its pool abandoned, leaves it and closes the file,
/// which goes with its last user if it is temporary. What takes too long for that, such as a
/// function of the user's, is halted wherever it is; what it had in work is given back by whoever
/// sweeps its slot.
public final class WorkerMain {
    private static final int USAGE = 2;
    private static final Duration SLICE = Duration.ofMillis(50);
    private static final Duration PARTING = Duration.ofMillis(400);

    private WorkerMain() {}

    /// @param arguments the mapped file, the pool's name, the seat
    public static void main(String[] arguments) {
        if (arguments.length != 3) {
            System.err.println("a worker is started by its pool: arguments are FILE POOL SEAT");
            System.exit(USAGE);
        }
        AtomicReference<@Nullable SharedMemory> attached = new AtomicReference<>();
        Thread worker = Thread.currentThread();
        ParentWatch.takeInput().begin(() -> part(worker, attached.get()));
        try {
            try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]), "worker", "worker-" + arguments[2])) {
                attached.set(memory);
                work(memory, arguments[1], Integer.parseInt(arguments[2]));
            }
        } catch (MillraceException failure) {
            System.err.println("worker ends: " + failure.getMessage());
            Runtime.getRuntime().halt(1);
        }
        Runtime.getRuntime().halt(0);
    }

    private static void work(SharedMemory memory, String poolName, int seat) {
        memory.attachment().needsSweeper(JobRecovery.BIT);
        PoolRegion pool = PoolRegion.open(memory, poolName);
        Kernels kernels = KernelChoice.resolve(pool.shape().kernel());
        WarmUp.run(kernels, memory);
        int slot = memory.attachment().slot();
        EachWorkerRunner each = new EachWorkerRunner(pool, slot, seat);
        WorkerSelf self = new WorkerSelf(seat, poolName, memory);
        orHalt(() -> self.run(each::prepare)); // who cannot do what every worker is to do first is of no use
        if (!sitDown(pool, seat, slot)) {
            return;
        }
        pool.news().addAndWakeAll(1);
        Runners runners = new Runners(
                new ChunkRunner(pool, kernels, slot, seat), new TaskRunner(pool, slot, WorkerKind.PROCESS), each);
        try (Regions.Pin _ = memory.pin("this worker of pool " + poolName)) { // a task may try to close it
            orHalt(() -> self.run(() -> WorkerLoop.run(pool, runners)));
        }
        pool.leave(seat, slot);
    }

    /// A part of the worker's life.
    private interface Part {
        void run() throws Throwable;
    }

    /// To leave in good order would hide what this slot still holds.
    private static void orHalt(Part part) {
        try {
            part.run();
        } catch (Throwable fatal) {
            fatal.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    /// The one who sat there before may be dead and not swept yet.
    ///
    /// @return false when the pool closed meanwhile
    private static boolean sitDown(PoolRegion pool, int seat, int slot) {
        Seats seats = pool.seats();
        while (!seats.take(seat, slot)) {
            int seen = pool.work().getAcquire();
            int holder = seats.holder(seat);
            if (holder != 0 && !pool.memory().attachment().recover(holder)) {
                pool.work().awaitChange(seen, pool.shape().waiting(), SLICE);
            }
            if (!pool.isOpen()) {
                return false;
            }
        }
        return true;
    }

    /// The kernel may still be at letting go of what the parent held.
    private static void part(Thread worker, @Nullable SharedMemory memory) throws InterruptedException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < PARTING.toNanos()) {
            if (memory != null) {
                memory.recoverDead();
            }
            if (worker.join(SLICE)) {
                return;
            }
        }
    }
}
