package io.millrace.spark.internal.rdd;

import io.millrace.shm.data.NumericArray;
import io.millrace.spark.internal.node.Node;
import java.util.List;
import org.apache.spark.Dependency;
import org.apache.spark.OneToOneDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.util.TaskCompletionListener;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/// What tasks compute from parts, for the driver.
public final class WorkRdd<R> extends RDD<R> {
    private static final long serialVersionUID = 1L;

    private final PartRdd[] inputs;
    private final PartWork<R> work;

    /// @param inputs at least one, cut alike
    public WorkRdd(List<PartRdd> inputs, PartWork<R> work, ClassTag<R> type) {
        super(
                inputs.getFirst().context(),
                CollectionConverters.asScala(inputs.stream()
                                .<Dependency<?>>map(input -> new OneToOneDependency<>(input))
                                .toList())
                        .toSeq(),
                type);
        this.inputs = inputs.toArray(PartRdd[]::new);
        this.work = work;
    }

    @Override
    public Partition[] getPartitions() {
        return PartPartition.upTo(inputs[0].plan().bounds().partitions(), inputs);
    }

    @Override
    public Iterator<R> compute(Partition split, TaskContext task) {
        Node.Parts parts = Node.here().open(() -> inputs[0].made().add(1));
        TaskCompletionListener close = _ -> parts.close();
        task.addTaskCompletionListener(close); // what writes the results reads the parts
        List<R> results = work.run(
                parts.pool(),
                all(inputs, split, task, parts),
                inputs[0].plan().bounds().firstBlock(split.index()));
        return CollectionConverters.asScala(results.iterator());
    }

    /// The parts of one partition on this executor.
    static NumericArray[] all(PartRdd[] inputs, Partition split, TaskContext task, Node.Parts parts) {
        NumericArray[] arrays = new NumericArray[inputs.length];
        for (int input = 0; input < inputs.length; input++) {
            arrays[input] = inputs[input].here(PartPartition.input(split, input), task, parts);
        }
        return arrays;
    }
}
