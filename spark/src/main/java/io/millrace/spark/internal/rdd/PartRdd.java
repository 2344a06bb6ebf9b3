package io.millrace.spark.internal.rdd;

import io.millrace.shm.data.NumericArray;
import io.millrace.spark.internal.node.ArrayPlan;
import io.millrace.spark.internal.node.Handle;
import io.millrace.spark.internal.node.Node;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.util.LongAccumulator;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/// The parts of a distributed array, one in each partition: an RDD of the handles of those who hold them.
public abstract class PartRdd extends RDD<Handle> {
    private static final long serialVersionUID = 1L;

    private final ArrayPlan plan;
    private final LongAccumulator made;

    /// @param made counts the parts that were made
    PartRdd(SparkContext context, List<Dependency<?>> dependencies, ArrayPlan plan, LongAccumulator made) {
        super(
                context,
                CollectionConverters.asScala(dependencies).toSeq(),
                ClassTag$.MODULE$.apply(Handle.class));
        this.plan = plan;
        this.made = made;
    }

    public ArrayPlan plan() {
        return plan;
    }

    LongAccumulator made() {
        return made;
    }

    /// Has the part made, unless this executor holds it.
    @Override
    public Iterator<Handle> compute(Partition split, TaskContext task) {
        Node node = Node.here();
        try (Node.Parts parts = node.open(() -> made.add(1))) {
            part(split, task, parts);
        }
        return CollectionConverters.asScala(List.of(new Handle(node.id(), plan.id(), split.index())).iterator());
    }

    /// The part on this executor. Its handle, wherever the part was before, is in Spark's cache afterwards.
    NumericArray here(Partition split, TaskContext task, Node.Parts parts) {
        Iterator<Handle> handle = iterator(split, task);
        while (handle.hasNext()) { // to the end: then Spark gives up its lock of the block
            handle.next();
        }
        return part(split, task, parts);
    }

    private NumericArray part(Partition split, TaskContext task, Node.Parts parts) {
        return parts.of(plan, split.index(), inputs -> writer(split, task, inputs));
    }

    /// Has the parts ready that a part is computed from, and gives back what writes all elements of it.
    abstract Consumer<NumericArray> writer(Partition split, TaskContext task, Node.Parts inputs);
}
