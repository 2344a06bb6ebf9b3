package io.millrace.spark;

import org.apache.spark.api.java.JavaSparkContext;

/// Into how many partitions an array is cut. Whatever the number, results have the same bits.
///
/// Partitions begin at blocks of 4,096 elements, and where they are large at multiples of more, so that they may differ
/// in size by an eighth; an array of few blocks has empty partitions at its end.
public final class Split {
    private static final int MOST = 1 << 20;

    /// As many as Spark runs tasks at the same time, by its `spark.default.parallelism`.
    public static final Split DEFAULT = new Split(0);

    private final int partitions;

    private Split(int partitions) {
        this.partitions = partitions;
    }

    /// That many partitions.
    ///
    /// @throws IllegalArgumentException below 1 or above 1,048,576
    public static Split into(int partitions) {
        if (partitions < 1 || partitions > MOST) {
            throw new IllegalArgumentException(
                    "partitions must be from 1 to %,d: partitions=%s".formatted(MOST, partitions));
        }
        return new Split(partitions);
    }

    int partitions(JavaSparkContext spark) {
        return partitions > 0 ? partitions : spark.defaultParallelism();
    }

    @Override
    public String toString() {
        return partitions > 0 ? "into %s partitions".formatted(partitions) : "into the default number of partitions";
    }
}
