package io.millrace.spark.internal.rdd;

import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.NumericArray;
import io.millrace.spark.internal.node.ArrayPlan;
import io.millrace.spark.internal.node.Node;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.OneToOneDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;
import scala.collection.Iterator;

/// Parts whose elements come through a shuffle, in pieces.
public final class ReceivedRdd extends PartRdd {
    private static final long serialVersionUID = 1L;

    private final RDD<Tuple2<Long, double[]>> pieces;

    /// @param pieces partition `p` has those of part `p`, each with the index of its first element
    public ReceivedRdd(JavaPairRDD<Long, double[]> pieces, ArrayPlan plan, LongAccumulator made) {
        super(pieces.context(), List.of(new OneToOneDependency<>(pieces.rdd())), plan, made);
        this.pieces = pieces.rdd();
    }

    @Override
    public Partition[] getPartitions() {
        return PartPartition.upTo(plan().bounds().partitions(), pieces);
    }

    @Override
    Consumer<NumericArray> writer(Partition split, TaskContext task, Node.Parts inputs) {
        Iterator<Tuple2<Long, double[]>> each = pieces.iterator(PartPartition.input(split, 0), task);
        return target -> receive(each, (DoubleArray) target, plan().bounds().from(split.index()));
    }

    private static void receive(Iterator<Tuple2<Long, double[]>> pieces, DoubleArray target, long from) {
        while (pieces.hasNext()) {
            Tuple2<Long, double[]> piece = pieces.next();
            target.copyFrom(piece._1() - from, piece._2(), 0, piece._2().length);
        }
    }
}
