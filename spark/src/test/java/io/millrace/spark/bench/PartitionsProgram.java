package io.millrace.spark.bench;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.spark.ArrayPlans;
import io.millrace.spark.ClusterArrays;
import io.millrace.spark.DistributedDoubles;
import io.millrace.spark.Split;
import io.millrace.spark.internal.node.ArrayPlan;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/// The sum of squares of resident arrays, cut into partitions of one size after another, beside the local engine on the
/// same partitions and a job of as many empty tasks. It takes a cluster of one executor that runs one task at a time.
///
/// Arguments: warm-ups, rounds, MiB of an array, then MiB of a partition, any number of them. Figures of a whole array,
/// for each size `S`: `job.S`, `local.S`, `empty.S`.
public final class PartitionsProgram {
    private static final long MEBIBYTE = 1 << 20;

    private PartitionsProgram() {}

    /// Runs it.
    public static void main(String[] arguments) {
        int warmups = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        long mebibytes = Long.parseLong(arguments[2]);
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("partitions"))) {
            for (String size : List.of(arguments).subList(3, arguments.length)) {
                int partitions = Math.toIntExact(mebibytes / Long.parseLong(size));
                long length = partitions * Long.parseLong(size) * MEBIBYTE / Double.BYTES;
                try (DistributedDoubles array =
                        ClusterArrays.on(spark).doubles(Elements.source(length), Split.into(partitions))) {
                    array.load();
                    Elements.requireResident(spark);
                    turns(spark, size, array).run(warmups, rounds);
                }
            }
        }
    }

    private static Rounds turns(JavaSparkContext spark, String size, DistributedDoubles array) {
        double expected = Elements.sumSquares(array.length());
        ArrayPlan plan = ArrayPlans.of(array);
        JavaRDD<Integer> one = spark.parallelize(List.of(0), 1);
        JavaRDD<Integer> each = spark.parallelize(
                IntStream.range(0, array.partitions()).boxed().toList(), array.partitions());
        return new Rounds()
                .add("job." + size, expected, () -> array.mapReduce(DoubleUnaryOp.SQUARE, Reduction.SUM))
                .add("local." + size, () -> one.map(_ -> LocalEngine.sumSquares(plan)).collect().getFirst())
                .add("empty." + size, array.partitions(), () -> each.map(item -> item).collect().size());
    }
}
