package io.millrace.spark.bench;

import static org.apache.spark.sql.functions.expr;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.spark.ClusterArrays;
import io.millrace.spark.DistributedDoubles;
import io.millrace.spark.Split;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaDoubleRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/// The sum of squares of a resident array beside the same over a cached `JavaDoubleRDD` and a cached `DataFrame`, all
/// of the same elements. It takes a cluster of one executor with a task for each core: these two need them all. The
/// array is one partition, and so one task, which has all cores by its pool.
///
/// Arguments: warm-ups, rounds, elements. Figures: `array`, `rdd`, `sql`.
public final class PeersProgram {
    private PeersProgram() {}

    /// Runs it.
    public static void main(String[] arguments) {
        int warmups = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        long length = Long.parseLong(arguments[2]);
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("peers"));
                DistributedDoubles array = ClusterArrays.on(spark).doubles(Elements.source(length), Split.into(1))) {
            array.load();
            JavaDoubleRDD rdd = rdd(spark, length).persist(StorageLevel.MEMORY_ONLY());
            rdd.count();
            Dataset<Row> frame = frame(length, spark.defaultParallelism()).persist(StorageLevel.MEMORY_ONLY());
            frame.count();
            Elements.requireResident(spark);
            double expected = Elements.sumSquares(length);
            new Rounds()
                    .add("array", expected, () -> array.mapReduce(DoubleUnaryOp.SQUARE, Reduction.SUM))
                    .add("rdd", expected, () -> rdd.mapToDouble(x -> x * x).sum())
                    .add("sql", expected, () -> frame.agg(expr("sum(x * x)")).first().getDouble(0))
                    .run(warmups, rounds);
        }
    }

    private static JavaDoubleRDD rdd(JavaSparkContext spark, long length) {
        int partitions = spark.defaultParallelism();
        return spark.parallelize(IntStream.range(0, partitions).boxed().toList(), partitions)
                .flatMapToDouble(partition -> LongStream.range(
                                length * partition / partitions, length * (partition + 1) / partitions)
                        .mapToDouble(Elements::at)
                        .iterator());
    }

    private static Dataset<Row> frame(long length, int partitions) {
        return SparkSession.builder()
                .getOrCreate()
                .range(0, length, 1, partitions)
                .select(expr(Elements.SQL).as("x"));
    }
}
