package io.millrace.spark.conformance;

import io.millrace.spark.ClusterArrays;
import io.millrace.spark.DistributedArray;
import io.millrace.spark.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/// Computes all cases for each number of partitions. Prints a line `PARTITIONS NAME BITS` for each number, and a
/// last one `computed PARTITIONS`; saves arrays to `FOLDER/PARTITIONS/NAME`.
///
/// Argument: the folder.
public final class ConformanceApp {
    static final List<Integer> PARTITIONS = List.of(1, 2, 7, 16);

    /// Saving takes long: all arrays are saved with one number of partitions, and with the others these.
    private static final int ALL_SAVED = 7;
    private static final Pattern ALWAYS_SAVED = Pattern.compile(".*-(first|map-own|zip-own|eval-with-ints)");

    private static final int THREADS = 3;

    private ConformanceApp() {}

    /// Runs it.
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("conformance"));
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            ClusterArrays arrays = ClusterArrays.on(spark);
            for (int partitions : PARTITIONS) {
                Cluster cluster = new Cluster(arrays, Split.into(partitions), new Lines(partitions, folder));
                List<Future<?>> cases = new ArrayList<>();
                Cases.LENGTHS.forEach(length -> cases.add(threads.submit(() -> cluster.run(length))));
                for (Future<?> each : cases) {
                    each.get();
                }
                System.out.println("computed " + partitions);
            }
        }
    }

    /// Whether an array of that name is saved with that number of partitions.
    static boolean isSaved(int partitions, String name) {
        return partitions == ALL_SAVED || ALWAYS_SAVED.matcher(name).matches();
    }

    private record Lines(int partitions, Path folder) implements Report {
        @Override
        public void number(String name, Supplier<Object> value) {
            System.out.println(partitions + " " + name + " " + Report.bits(value.get()));
        }

        @Override
        public void elements(String name, Supplier<Object> array) {
            if (isSaved(partitions, name)) {
                Path path = folder.resolve(Integer.toString(partitions), name);
                ((DistributedArray<?>) array.get()).save(path.toUri().toString());
            }
        }
    }
}
