package io.millrace.spark.internal.rdd;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Partition;
import org.apache.spark.rdd.RDD;

/// A partition, with those of the RDDs that it is computed from: each RDD knows its own only.
record PartPartition(int index, List<Partition> inputs) implements Partition {

    /// Those of an RDD with that many, on the driver.
    static Partition[] upTo(int count, RDD<?>... inputs) {
        List<Partition[]> ofInputs = List.of(inputs).stream().map(RDD::partitions).toList();
        return IntStream.range(0, count)
                .mapToObj(index -> new PartPartition(
                        index, ofInputs.stream().map(partitions -> partitions[index]).toList()))
                .toArray(Partition[]::new);
    }

    /// The partition of an input.
    static Partition input(Partition split, int input) {
        return ((PartPartition) split).inputs.get(input);
    }
}
