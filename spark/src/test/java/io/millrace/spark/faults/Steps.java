package io.millrace.spark.faults;

import io.millrace.engine.DoubleGenerator;
import io.millrace.engine.DoubleUnary;
import io.millrace.spark.cluster.FileLatch;
import java.nio.file.Path;

/// The functions of the arrays, which leave a trace of each partition.
///
/// Element `i` of the array is `1 / (i + 1)`; its sum depends on the order of the additions. Each function finds the
/// index again in the value that it is given.
final class Steps {
    /// Elements of a partition: 16 blocks of the tree.
    static final int PART_ELEMENTS = 16 * 4096;

    private Steps() {}

    static double element(long index) {
        return 1.0 / (index + 1);
    }

    static double derived(double element) {
        return Math.sqrt(element);
    }

    static double used(double derived) {
        return derived * 3 + 0.1;
    }

    /// Elements; the first one of a partition adds `element PARTITION`.
    static DoubleGenerator elements(Trace trace) {
        return index -> {
            if (index % PART_ELEMENTS == 0) {
                trace.add("element " + index / PART_ELEMENTS);
            }
            return element(index);
        };
    }

    /// A derived array; the first element of a partition adds `derived PARTITION`.
    static DoubleUnary derivation(Trace trace) {
        return x -> {
            long index = Math.round(1 / x) - 1;
            if (index % PART_ELEMENTS == 0) {
                trace.add("derived " + index / PART_ELEMENTS);
            }
            return derived(x);
        };
    }

    /// Uses a derived array; the first element of a partition adds `PARTITION PID` and waits at the gate of
    /// its partition.
    static DoubleUnary use(Trace trace, Path gates) {
        String file = gates.toString(); // which travels to workers
        return x -> {
            long index = Math.round(1 / (x * x)) - 1;
            if (index % PART_ELEMENTS == 0) {
                long partition = index / PART_ELEMENTS;
                trace.add(partition + " " + ProcessHandle.current().pid());
                gate(Path.of(file), partition).pass();
            }
            return used(x);
        };
    }

    /// The gate of a partition.
    static FileLatch gate(Path gates, long partition) {
        return FileLatch.at(gates.resolveSibling(gates.getFileName() + "-" + partition));
    }
}
