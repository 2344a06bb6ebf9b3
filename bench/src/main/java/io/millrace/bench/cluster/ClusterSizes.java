package io.millrace.bench.cluster;

import java.util.List;

/// How much is measured.
///
/// @param warmups turns that are not timed
/// @param rounds turns that are
/// @param arrayMebibytes of each array that is cut into partitions
/// @param partitionMebibytes of a partition, for each array
/// @param elements of the arrays beside the peers
record ClusterSizes(int warmups, int rounds, int arrayMebibytes, List<Integer> partitionMebibytes, long elements) {
    ClusterSizes {
        partitionMebibytes = List.copyOf(partitionMebibytes);
        if (partitionMebibytes.stream().anyMatch(size -> size < 1 || size > arrayMebibytes)) {
            throw new IllegalArgumentException(
                    "a partition must have from 1 MiB to the size of an array: partitions=%s, array=%s"
                            .formatted(partitionMebibytes, arrayMebibytes));
        }
    }

    int partitions(int mebibytes) {
        return arrayMebibytes / mebibytes;
    }
}
