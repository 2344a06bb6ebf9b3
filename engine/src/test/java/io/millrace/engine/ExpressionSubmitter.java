package io.millrace.engine;

import static io.millrace.engine.expression.Expressions.of;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import java.nio.file.Path;

/// Main program of a process that computes a small expression in place, again and again, and dies at the crash
/// point its JVM was given.
final class ExpressionSubmitter {
    private static final int MOST_ROUNDS = 10_000;

    private ExpressionSubmitter() {}

    /// @param arguments the mapped file, with arrays `x` and `y` of equal length
    public static void main(String[] arguments) {
        try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]));
                Pool pool = Pool.start(
                        memory, PoolOptions.defaults().workers(1).workerKind(WorkerKind.THREAD))) {
            DoubleArray x = memory.doubleArray("x");
            DoubleArray y = memory.doubleArray("y");
            for (int round = 0; round < MOST_ROUNDS; round++) {
                pool.eval(of(x).plus(of(y)).plus(1)).into(x);
            }
        }
    }
}
