package io.millrace.spark;

import io.millrace.engine.internal.kernel.NodeValue;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.spark.internal.rdd.PartRdd;
import java.util.function.BiFunction;

/// @param maker makes a distributed array of its parts
record LongEvaluationOf<D>(Evaluation evaluation, BiFunction<ClusterArrays, PartRdd, D> maker)
        implements ClusterLongEvaluation<D> {

    LongEvaluationOf(
            DistributedArray<?> first,
            ElementType type,
            BiFunction<ClusterArrays, PartRdd, D> maker,
            Evaluation.OfRange expression,
            DistributedArray<?>... others) {
        this(new Evaluation(first, type, expression, others), maker);
    }

    @Override
    public long reduce(Reduction how) {
        return NodeValue.ofLong(how, evaluation.root(how));
    }

    @Override
    public long count() {
        return NodeValue.ofLong(Reduction.COUNT_NONZERO, evaluation.root(Reduction.COUNT_NONZERO));
    }

    @Override
    public D array() {
        return maker.apply(evaluation.first().cluster(), evaluation.array());
    }
}
