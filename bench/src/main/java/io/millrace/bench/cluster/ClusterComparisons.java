package io.millrace.bench.cluster;

import static io.millrace.bench.Figure.Kind.RATIO_AT_MOST;

import io.millrace.bench.Figure;
import io.millrace.bench.Figure.Goal;
import io.millrace.bench.peer.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Compares distributed arrays with the local engine and with Spark's own arrays.
final class ClusterComparisons {
    private static final Goal A_TENTH_MORE = new Goal(RATIO_AT_MOST, 1.1);
    private static final Goal THREE_TENTHS_MORE = new Goal(RATIO_AT_MOST, 1.3);
    private static final Goal A_FIFTH = new Goal(RATIO_AT_MOST, 0.2);
    private static final Goal HALF = new Goal(RATIO_AT_MOST, 0.5);
    private static final int LARGE_MEBIBYTES = 128;

    /// What a file of the engine has beside the elements.
    private static final int ROOM_MEBIBYTES = 64;

    private static final String PROGRAMS = "io.millrace.spark.bench.";
    private static final String MILLIS = "ms";

    private final SparkNode node;
    private final ClusterSizes sizes;

    ClusterComparisons(SparkNode node, ClusterSizes sizes) {
        this.node = node;
        this.sizes = sizes;
    }

    /// The time of a job, divided by its partitions, beside the local engine on the same partitions and an empty task.
    List<Figure> partitions() {
        Samples samples = node.run(
                PROGRAMS + "PartitionsProgram",
                Map.of("spark.task.cpus", node.cores(), "spark.millrace.memory", mebibytes(sizes.arrayMebibytes())),
                Stream.concat(
                                Stream.of(sizes.warmups(), sizes.rounds(), sizes.arrayMebibytes()),
                                sizes.partitionMebibytes().stream())
                        .toArray());
        List<Figure> figures = new ArrayList<>();
        for (int size : sizes.partitionMebibytes()) {
            double[] job = each(samples, "job.", size);
            double[] local = each(samples, "local.", size);
            double[] empty = each(samples, "empty.", size);
            String of = "%,d MiB of %,d".formatted(size, sizes.arrayMebibytes());
            figures.add(Figure.beside(
                    "sum of squares, a partition of " + of,
                    MILLIS,
                    job,
                    "local engine and an empty task",
                    sums(local, empty),
                    size < LARGE_MEBIBYTES ? THREE_TENTHS_MORE : A_TENTH_MORE));
            figures.add(Figure.told("local engine, " + of, MILLIS, local));
            figures.add(Figure.told("empty task, of %,d".formatted(sizes.partitions(size)), MILLIS, empty));
        }
        return figures;
    }

    private double[] each(Samples samples, String name, int size) {
        return Arrays.stream(samples.millis(name + size))
                .map(millis -> millis / sizes.partitions(size))
                .toArray();
    }

    private static double[] sums(double[] first, double[] second) {
        return IntStream.range(0, first.length)
                .mapToDouble(round -> first[round] + second[round])
                .toArray();
    }

    /// The time of a job beside the same over cached data of Spark.
    List<Figure> peers() {
        long arrayMebibytes = (sizes.elements() * Double.BYTES >> 20) + 1;
        Samples samples = node.run(
                PROGRAMS + "PeersProgram",
                Map.of("spark.task.cpus", 1, "spark.millrace.memory", mebibytes(arrayMebibytes)),
                sizes.warmups(),
                sizes.rounds(),
                sizes.elements());
        String name = "sum of squares, %,d doubles".formatted(sizes.elements());
        double[] own = samples.millis("array");
        return List.of(
                Figure.beside(name, MILLIS, own, "JavaDoubleRDD, cached", samples.millis("rdd"), A_FIFTH),
                Figure.beside(name, MILLIS, own, "Spark SQL, cached DataFrame", samples.millis("sql"), HALF));
    }

    private static String mebibytes(long elements) {
        return elements + ROOM_MEBIBYTES + "m";
    }
}
