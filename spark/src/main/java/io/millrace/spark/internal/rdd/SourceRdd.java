package io.millrace.spark.internal.rdd;

import io.millrace.engine.Pool;
import io.millrace.shm.data.NumericArray;
import io.millrace.spark.internal.node.ArrayPlan;
import io.millrace.spark.internal.node.Node;
import io.millrace.spark.internal.source.Loader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.util.LongAccumulator;

/// Parts that are loaded from a source.
public final class SourceRdd extends PartRdd {
    private static final long serialVersionUID = 1L;

    private final Loader loader;

    public SourceRdd(SparkContext context, ArrayPlan plan, Loader loader, LongAccumulator made) {
        super(context, List.of(), plan, made);
        this.loader = loader;
    }

    @Override
    public Partition[] getPartitions() {
        return PartPartition.upTo(plan().bounds().partitions());
    }

    @Override
    Consumer<NumericArray> writer(Partition split, TaskContext task, Node.Parts inputs) {
        return target -> load(inputs.pool(), target, plan().bounds().from(split.index()));
    }

    private void load(Pool pool, NumericArray target, long from) {
        try {
            loader.load(pool, target, from);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure.getMessage(), failure);
        }
    }
}
