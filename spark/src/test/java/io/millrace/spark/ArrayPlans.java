package io.millrace.spark;

import io.millrace.spark.internal.node.ArrayPlan;

/// How distributed arrays are cut, and by which ids nodes know their parts.
public final class ArrayPlans {
    private ArrayPlans() {}

    /// The plan of an open array.
    public static ArrayPlan of(DistributedArray<?> array) {
        return array.open().plan();
    }
}
