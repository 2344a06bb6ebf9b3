package io.millrace.spark.conformance;

import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.spark.ClusterArrays;
import io.millrace.spark.DistributedDoubles;
import io.millrace.spark.SaveFormat;
import io.millrace.spark.Source;
import io.millrace.spark.Split;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaDoubleRDD;
import org.apache.spark.api.java.JavaSparkContext;

/// Loads arrays from files and an RDD, and makes pictures smaller. Prints a line `NAME BITS` for each number, by the
/// names of [Cases], and `picture: CONTENT` for each picture.
///
/// Arguments: the folder with the whole arrays as `.npy` files, that with the saved ones, and the pictures.
public final class FilesApp {
    private static final Split SPLIT = Split.into(5);

    /// Bytes before the elements of an array with one dimension.
    private static final long NPY_HEADER = 128;

    private FilesApp() {}

    /// Runs it.
    public static void main(String[] arguments) {
        List<String> pictures = List.of(arguments).subList(2, arguments.length);
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("files"))) {
            ClusterArrays arrays = ClusterArrays.on(spark);
            for (ElementType type : ElementType.values()) {
                String name = type.name().toLowerCase(Locale.ROOT) + "-" + Cases.MAIN_LENGTH;
                String file = arguments[0] + "/" + name + "-first.npy";
                print(name + "-summary", summary(arrays, type, Source.npy(file)));
                print(name + "-summary", summary(arrays, type, Source.raw(file, NPY_HEADER, Cases.MAIN_LENGTH)));
                String parts = arguments[1] + "/7/" + name + "-first";
                print(name + "-summary", summary(arrays, type, Source.npy(parts)));
            }
            rawOut(arrays, arguments[1]);
            rdd(spark, arrays, arguments[0]);
            pictures(spark, arrays, pictures);
        }
    }

    private static void print(String name, Object value) {
        System.out.println(name + " " + Report.bits(value));
    }

    private static Object summary(ClusterArrays arrays, ElementType type, Source source) {
        return switch (type) {
            case BYTE -> arrays.bytes(source, SPLIT).summary();
            case SHORT -> arrays.shorts(source, SPLIT).summary();
            case INT -> arrays.ints(source, SPLIT).summary();
            case LONG -> arrays.longs(source, SPLIT).summary();
            case FLOAT -> arrays.floats(source, SPLIT).summary();
            case DOUBLE -> arrays.doubles(source, SPLIT).summary();
        };
    }

    /// Loads the parts of an array, saves them raw, cut otherwise, and loads these.
    private static void rawOut(ClusterArrays arrays, String saved) {
        String name = "double-" + Cases.MAIN_LENGTH;
        try (DistributedDoubles mapped = arrays.doubles(Source.npy(saved + "/16/" + name + "-map-own"), SPLIT)) {
            mapped.save(saved + "/raw", SaveFormat.RAW);
        }
        try (DistributedDoubles again = arrays.doubles(Source.raw(saved + "/raw"), Split.into(3))) {
            print(name + "-mapReduce-own-SUM", again.reduce(Reduction.SUM));
        }
    }

    private static void rdd(JavaSparkContext spark, ClusterArrays arrays, String wholes) {
        String name = "double-" + Cases.MAIN_LENGTH;
        List<Double> numbers = LongStream.range(0, Cases.MAIN_LENGTH)
                .mapToObj(Numbers.DOUBLES::applyAsDouble)
                .toList();
        JavaDoubleRDD rdd = spark.parallelizeDoubles(numbers, 4);
        try (DistributedDoubles first = arrays.doubles(Source.npy(wholes + "/" + name + "-first.npy"), SPLIT);
                DistributedDoubles second = arrays.doubles(Source.of(rdd), SPLIT)) {
            print(name + "-dot", first.dot(second));
        }
    }

    private static void pictures(JavaSparkContext spark, ClusterArrays arrays, List<String> files) {
        List<Picture> small = arrays.batch(files, Picture::shrunk);
        small.forEach(picture -> System.out.println("picture: " + picture.content()));
        Set<Long> executors = new TreeSet<>(spark.parallelize(List.of(1, 2, 3, 4), 4)
                .map(_ -> ProcessHandle.current().pid())
                .collect());
        System.out.println("in executors: "
                + small.stream().map(Picture::pid).filter(executors::contains).count());
    }
}
