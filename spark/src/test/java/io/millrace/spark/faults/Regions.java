package io.millrace.spark.faults;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.SharedMemory;
import io.millrace.spark.cluster.ClusterNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The parts in the mapped files of a node, by a look from outside.
final class Regions {
    private Regions() {}

    static List<String> of(ClusterNode node) {
        return node.filesInMemory().stream().flatMap(Regions::names).sorted().toList();
    }

    private static Stream<String> names(Path file) {
        try (SharedMemory memory = SharedMemory.attachReadOnly(file)) {
            return memory.regions().stream().map(region -> region.name()).toList().stream();
        } catch (FileFormatException another) {
            return Stream.of();
        }
    }
}
