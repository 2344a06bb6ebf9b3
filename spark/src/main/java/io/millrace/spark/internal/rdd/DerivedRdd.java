package io.millrace.spark.internal.rdd;

import io.millrace.shm.data.NumericArray;
import io.millrace.spark.internal.node.ArrayPlan;
import io.millrace.spark.internal.node.Node;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.OneToOneDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;

/// Parts that are computed from the parts of other arrays in the same partition.
public final class DerivedRdd extends PartRdd {
    private static final long serialVersionUID = 1L;

    private final PartRdd[] inputs;
    private final PartMaker maker;

    /// @param inputs at least one, cut alike
    public DerivedRdd(List<PartRdd> inputs, ArrayPlan plan, PartMaker maker) {
        super(
                inputs.getFirst().context(),
                List.copyOf(inputs.stream().map(input -> new OneToOneDependency<>(input)).toList()),
                plan,
                inputs.getFirst().made());
        this.inputs = inputs.toArray(PartRdd[]::new);
        this.maker = maker;
    }

    @Override
    public Partition[] getPartitions() {
        return PartPartition.upTo(plan().bounds().partitions(), inputs);
    }

    @Override
    Consumer<NumericArray> writer(Partition split, TaskContext task, Node.Parts parts) {
        NumericArray[] arrays = WorkRdd.all(inputs, split, task, parts);
        return target -> maker.make(parts.pool(), arrays, target, plan().bounds().from(split.index()));
    }
}
