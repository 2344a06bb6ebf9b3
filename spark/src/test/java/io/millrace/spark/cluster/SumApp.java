package io.millrace.spark.cluster;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/// An application of Spark alone: prints the sum of the numbers below 1,000.
///
/// Arguments: partitions, and the file of a [FileLatch] at which each task waits.
public final class SumApp {
    private SumApp() {}

    /// Runs it.
    public static void main(String[] arguments) {
        FileLatch latch = FileLatch.at(Path.of(arguments[1]));
        try (JavaSparkContext context = new JavaSparkContext(new SparkConf().setAppName("sum"))) {
            List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();
            int sum = context.parallelize(numbers, Integer.parseInt(arguments[0]))
                    .mapPartitions((Iterator<Integer> part) -> {
                        latch.pass();
                        return part;
                    })
                    .reduce(Integer::sum);
            System.out.println("sum: " + sum);
        }
    }
}
