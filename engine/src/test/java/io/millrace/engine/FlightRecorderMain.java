package io.millrace.engine;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import java.time.Duration;

/// A program that waits, computes and runs a task in a worker, and prints the result of each.
final class FlightRecorderMain {
    private static final int LENGTH = 4_000_000;

    private FlightRecorderMain() {}

    public static void main(String[] arguments) throws Exception {
        try (SharedMemory memory = SharedMemory.temporary(2L * LENGTH * Double.BYTES);
                Pool pool = Pool.start(memory, 1)) {
            System.out.println(memory.newEvent("never").await(Duration.ofMillis(200)));
            var data = memory.newDoubleArray("data", LENGTH);
            pool.fill(data, 0.5);
            System.out.println(pool.mapReduce(data, DoubleUnaryOp.SQUARE, Reduction.SUM));
            System.out.println(pool.submit(() -> "task").get());
        }
    }
}
