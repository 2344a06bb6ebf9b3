package io.millrace.engine.worker;

import io.millrace.engine.job.ChunkRunner;
import io.millrace.engine.job.JobRecovery;
import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.job.Seats;
import io.millrace.engine.kernel.KernelChoice;
import io.millrace.engine.kernel.Kernels;
import io.millrace.shm.MillraceException;
import io.millrace.shm.SharedMemory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;

/// Main program of a worker JVM: attaches the file, takes its seat, computes until the pool no
/// longer needs it.
///
/// It ends with its parent: the parent holds the other end of standard input, and when that closes,
/// this process halts at once, wherever it is. What it had in work is given back by whoever sweeps
/// its slot.
public final class WorkerMain {
    private static final int USAGE = 2;
    private static final Duration SLICE = Duration.ofMillis(50);

    private WorkerMain() {}

    /// @param arguments the mapped file, the pool's name, the seat
    public static void main(String[] arguments) {
        if (arguments.length != 3) {
            System.err.println("a worker is started by its pool: arguments are FILE POOL SEAT");
            System.exit(USAGE);
        }
        endWithParent(System.in);
        System.setIn(InputStream.nullInputStream());
        try {
            work(Path.of(arguments[0]), arguments[1], Integer.parseInt(arguments[2]));
        } catch (MillraceException failure) {
            System.err.println("worker ends: " + failure.getMessage());
            Runtime.getRuntime().halt(1);
        }
        Runtime.getRuntime().halt(0);
    }

    private static void work(Path file, String poolName, int seat) {
        try (SharedMemory memory = SharedMemory.attach(file, "worker", "worker-" + seat)) {
            memory.attachment().needsSweeper(JobRecovery.BIT);
            PoolRegion pool = PoolRegion.open(memory, poolName);
            Kernels kernels = KernelChoice.resolve(pool.shape().kernel());
            WarmUp.run(kernels);
            int slot = memory.attachment().slot();
            if (!sitDown(pool, seat, slot)) {
                return;
            }
            pool.news().addAndWakeAll(1);
            try {
                WorkerLoop.run(pool, new ChunkRunner(pool, kernels, slot, seat));
            } catch (Throwable fatal) { // to leave in good order would hide what this slot still holds
                fatal.printStackTrace();
                Runtime.getRuntime().halt(1);
            }
            pool.leave(seat, slot);
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

    private static void endWithParent(InputStream fromParent) {
        Thread.ofPlatform().daemon().name("millrace-parent-watch").start(() -> {
            try {
                while (fromParent.read() >= 0) {
                    // a parent says nothing; only the end of the stream counts
                }
            } catch (IOException closed) {
                // the same as the end
            }
            Runtime.getRuntime().halt(0);
        });
    }
}
