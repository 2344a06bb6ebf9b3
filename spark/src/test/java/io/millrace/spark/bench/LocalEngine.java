package io.millrace.spark.bench;

import io.millrace.engine.Pool;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.data.DoubleArray;
import io.millrace.spark.internal.node.ArrayPlan;
import io.millrace.spark.internal.node.Node;
import java.util.List;
import java.util.stream.IntStream;

/// What a program on one machine does, in a task: calls the pool for each part of an array, without Spark in between.
final class LocalEngine {
    private LocalEngine() {}

    /// Nanoseconds of the sums of squares of all parts, one after another, after an untimed pass over them.
    ///
    /// @param plan of an array whose parts are all on this executor
    static long sumSquares(ArrayPlan plan) {
        try (Node.Parts parts = Node.here().open(() -> {})) {
            List<DoubleArray> arrays = IntStream.range(0, plan.bounds().partitions())
                    .mapToObj(partition -> (DoubleArray) parts.of(plan, partition, _ -> {
                        throw new IllegalStateException("not on this executor: partition=" + partition);
                    }))
                    .toList();
            sumSquares(parts.pool(), arrays);
            long begin = System.nanoTime();
            sumSquares(parts.pool(), arrays);
            return System.nanoTime() - begin;
        }
    }

    private static double sumSquares(Pool pool, List<DoubleArray> arrays) {
        double sum = 0;
        for (DoubleArray array : arrays) {
            sum += pool.mapReduce(array, DoubleUnaryOp.SQUARE, Reduction.SUM);
        }
        return sum;
    }
}
