package io.millrace.spark.bench;

import io.millrace.spark.Source;
import java.util.Arrays;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.RDDInfo;

/// The elements of all contenders.
final class Elements {
    /// The same as [#at] in SQL, of the column `id`.
    static final String SQL = "(id % 1000) * 0.001D";

    private Elements() {}

    static double at(long index) {
        return index % 1000 * 0.001;
    }

    static Source source(long length) {
        return Source.generatedDoubles(length, Elements::at);
    }

    /// The sum of their squares.
    static double sumSquares(long length) {
        double sum = 0;
        for (int residue = 0; residue < 1000; residue++) {
            sum += at(residue) * at(residue) * ((length - residue + 999) / 1000);
        }
        return sum;
    }

    /// All that was persisted lies in memory.
    ///
    /// @throws IllegalStateException some of it does not
    static void requireResident(JavaSparkContext spark) {
        for (RDDInfo info : spark.sc().getRDDStorageInfo()) {
            if (info.numCachedPartitions() < info.numPartitions() || info.diskSize() > 0) {
                throw new IllegalStateException(
                        "not all is in memory: %s; give executors more, or fewer elements".formatted(info));
            }
        }
        if (Arrays.stream(spark.sc().getRDDStorageInfo()).findAny().isEmpty()) {
            throw new IllegalStateException("nothing is in memory");
        }
    }
}
