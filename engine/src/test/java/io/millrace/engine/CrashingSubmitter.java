package io.millrace.engine;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Main program of a process that owns a pool, submits jobs of all kinds and dies at the crash
/// point its JVM was given. Its workers die once in every in-place job if told so: then it has
/// something to recover.
final class CrashingSubmitter {
    private static final int MOST_ROUNDS = 10_000;

    private CrashingSubmitter() {}

    /// With the property `crashing.endless` it also cancels jobs that do not end, which kills their workers.
    ///
    /// @param arguments the mapped file, then arguments for worker JVMs
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        boolean endless = Boolean.getBoolean("crashing.endless");
        List<String> workerArguments = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
        try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]));
                Pool pool = Pool.start(
                        memory,
                        PoolOptions.defaults()
                                .workers(2)
                                .workerKind(WorkerKind.valueOf(System.getProperty("crashing.workerKind")))
                                .schedule(Schedule.GUIDED)
                                .maxAttempts(1000)
                                .cancelGrace(endless ? Duration.ofMillis(20) : Duration.ofSeconds(5))
                                .jvmArgs(workerArguments))) {
            pool.awaitWorkers();
            pool.workers().forEach(worker -> System.out.println(worker.pid()));
            System.out.println("working");
            DoubleArray data = memory.doubleArray("data");
            for (int round = 0; round < MOST_ROUNDS; round++) {
                pool.map(data, DoubleUnaryOp.NEGATE, data);
                pool.reduce(data, Reduction.SUM);
                pool.mapAsync(data, DoubleUnaryOp.NEGATE, data).cancel(true);
                if (endless) {
                    cancelEndless(pool.mapAsync(data, CrashingSubmitter::endless, data));
                }
            }
        }
    }

    private static void cancelEndless(Job<?> job) throws InterruptedException, ExecutionException {
        try {
            job.get(100, TimeUnit.MILLISECONDS);
        } catch (TimeoutException endless) {
            job.cancel(true);
        }
    }

    private static double endless(double number) {
        while (true) {
            Thread.onSpinWait();
        }
    }
}
