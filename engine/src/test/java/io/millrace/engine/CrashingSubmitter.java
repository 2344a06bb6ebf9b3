package io.millrace.engine;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Main program of a process that owns a pool, submits jobs of all kinds and dies at the crash
/// point its JVM was given. Its workers die once in every in-place job if told so: then it has
/// something to recover.
final class CrashingSubmitter {
    private static final int MOST_ROUNDS = 10_000;

    private CrashingSubmitter() {}

    /// @param arguments the mapped file, then arguments for worker JVMs
    public static void main(String[] arguments) {
        List<String> workerArguments = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
        try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]));
                Pool pool = Pool.start(
                        memory,
                        PoolOptions.defaults()
                                .workers(2)
                                .schedule(Schedule.GUIDED)
                                .maxAttempts(1000)
                                .jvmArgs(workerArguments))) {
            pool.workers().forEach(worker -> System.out.println(worker.pid()));
            System.out.println("working");
            DoubleArray data = memory.doubleArray("data");
            for (int round = 0; round < MOST_ROUNDS; round++) {
                pool.map(data, DoubleUnaryOp.NEGATE, data);
                pool.reduce(data, Reduction.SUM);
                pool.mapAsync(data, DoubleUnaryOp.NEGATE, data).cancel(true);
            }
        }
    }
}
