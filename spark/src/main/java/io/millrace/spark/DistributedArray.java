package io.millrace.spark;

import io.millrace.engine.internal.parts.PartJobs;
import io.millrace.engine.internal.parts.PartNodes;
import io.millrace.engine.internal.parts.PartTree;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.NumericArray;
import io.millrace.spark.internal.rdd.PartMaker;
import io.millrace.spark.internal.rdd.PartRdd;
import io.millrace.spark.internal.rdd.PartWork;
import io.millrace.spark.internal.rdd.WorkRdd;
import java.io.Serializable;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import scala.reflect.ClassTag$;

/// An array whose partitions lie in the mapped files of the executors of a Spark cluster.
///
/// It is a value: nothing writes into it. The methods that give another array, such as `map`, only describe it; its
/// parts are made when a result needs them, each on the executor that has the parts it is made from, and stay there
/// until the array is closed. What an executor held is made again when it is lost, and when its memory was too small
/// for all parts of all arrays.
///
/// Results have the bits that one pool on one machine gives, whatever the number of partitions and of executors, and
/// whoever died. Functions travel with what they captured; they must depend on their arguments alone.
///
/// What fails on an executor, after Spark has tried it `spark.task.maxFailures` times, is an
/// `org.apache.spark.SparkException` that names it; Spark throws it without a declaration.
///
/// @param <A> the array that a part is on its executor
public abstract sealed class DistributedArray<A extends NumericArray> implements AutoCloseable
        permits DistributedBytes,
                DistributedShorts,
                DistributedInts,
                DistributedLongs,
                DistributedFloats,
                DistributedDoubles {
    private static final Cleaner CLEANER = Cleaner.create();

    private final ClusterArrays cluster;
    private final PartRdd parts;
    private final Cleaner.Cleanable closing;
    private volatile boolean closed;

    DistributedArray(ClusterArrays cluster, PartRdd parts) {
        this.cluster = cluster;
        this.parts = parts;
        this.closing = CLEANER.register(this, new Closing(parts));
    }

    /// Closes an array that nobody can use any more.
    private record Closing(PartRdd parts) implements Runnable {
        @Override
        public void run() {
            ClusterArrays.close(parts);
        }
    }

    /// Reduces one part to nodes of the tree of the whole array.
    @FunctionalInterface
    interface PartReduction extends Serializable {
        List<PartNodes> nodes(PartJobs jobs, NumericArray[] inputs, long firstBlock);
    }

    /// Number of elements.
    public final long length() {
        return parts.plan().bounds().length();
    }

    /// Type of the elements.
    public final ElementType elementType() {
        return parts.plan().type();
    }

    /// Into how many partitions it is cut.
    public final int partitions() {
        return parts.plan().bounds().partitions();
    }

    final ClusterArrays cluster() {
        return cluster;
    }

    /// Has all parts made now, instead of when a result needs them.
    ///
    /// @throws IllegalStateException the array is closed
    public final void load() {
        work(Integer.class, (pool, inputs, firstBlock) -> List.of());
    }

    /// Writes a folder with one `.npy` file for each partition, by whose names they are in order, and `_SUCCESS` when
    /// all are there.
    ///
    /// @param path of a folder that does not exist, on any file system of Hadoop; one that exists is refused by
    ///         Hadoop's `FileAlreadyExistsException`
    /// @throws IllegalStateException the array is closed
    public final void save(String path) {
        save(path, SaveFormat.NPY);
    }

    /// As [#save(String)], in the format that is given.
    ///
    /// @throws IllegalStateException the array is closed
    public final void save(String path, SaveFormat format) {
        try {
            cluster.save(this, path, format);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /// The same numbers as `double`, by the conversion of `Pool.convert`.
    ///
    /// @throws IllegalStateException the array is closed
    public final DistributedDoubles toDoubles() {
        return new DistributedDoubles(cluster, converted(ElementType.DOUBLE));
    }

    /// The same numbers as `float`, by the conversion of `Pool.convert`.
    ///
    /// @throws IllegalStateException the array is closed
    public final DistributedFloats toFloats() {
        return new DistributedFloats(cluster, converted(ElementType.FLOAT));
    }

    /// The same numbers as `long`, by the conversion of `Pool.convert`.
    ///
    /// @throws IllegalStateException the array is closed
    public final DistributedLongs toLongs() {
        return new DistributedLongs(cluster, converted(ElementType.LONG));
    }

    /// The same numbers as `int`, by the conversion of `Pool.convert`.
    ///
    /// @throws IllegalStateException the array is closed
    public final DistributedInts toInts() {
        return new DistributedInts(cluster, converted(ElementType.INT));
    }

    private PartRdd converted(ElementType type) {
        return derive(type, (pool, inputs, target, first) -> pool.convert(inputs[0], target));
    }

    /// Its executors drop its parts soon; files that were saved stay. Arrays that were made from it stay too: what is
    /// lost of them is made again from its source. An array that the program forgets is closed in time.
    @Override
    public final void close() {
        closed = true;
        closing.clean();
    }

    /// The parts, for a job.
    ///
    /// @throws IllegalStateException the array is closed
    final PartRdd open() {
        if (closed) {
            throw new IllegalStateException("the array is closed: " + this);
        }
        return parts;
    }

    /// An array that is computed from this one and others.
    final PartRdd derive(ElementType type, PartMaker maker, DistributedArray<?>... others) {
        return cluster.derived(type, all(others), maker);
    }

    /// The root of the tree over all partitions of this array and others.
    final long[] root(PartTree tree, PartReduction reduction, DistributedArray<?>... others) {
        PartWork<PartNodes> nodes = (pool, inputs, firstBlock) ->
                reduction.nodes(PartJobs.of(pool), inputs, firstBlock);
        work(PartNodes.class, nodes, others).forEach(tree::add);
        return tree.root();
    }

    private <R> List<R> work(Class<R> type, PartWork<R> work, DistributedArray<?>... others) {
        try {
            return new WorkRdd<>(all(others), work, ClassTag$.MODULE$.<R>apply(type)).toJavaRDD().collect();
        } finally { // an array without a variable is not closed as a forgotten one while its job runs
            Reference.reachabilityFence(this);
            Reference.reachabilityFence(others);
        }
    }

    private List<PartRdd> all(DistributedArray<?>... others) {
        List<PartRdd> all = new ArrayList<>(List.of(open()));
        Stream.of(others).peek(this::requireCutAlike).map(DistributedArray::open).forEach(all::add);
        return all;
    }

    private void requireCutAlike(DistributedArray<?> other) {
        if (!other.parts.plan().bounds().equals(parts.plan().bounds()) || other.cluster != cluster) {
            throw new IllegalArgumentException(
                    "arrays must have the same length and partitions, and be of the same application: %s and %s"
                            .formatted(this, other));
        }
    }

    /// One line: type, length and partitions.
    @Override
    public final String toString() {
        return "%s[%,d in %s partitions]".formatted(getClass().getSimpleName(), length(), partitions());
    }
}
