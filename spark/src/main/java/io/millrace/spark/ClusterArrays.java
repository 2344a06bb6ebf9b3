package io.millrace.spark;

import io.millrace.engine.RemoteFunction;
import io.millrace.shm.ElementType;
import io.millrace.spark.internal.node.ArrayPlan;
import io.millrace.spark.internal.node.Bounds;
import io.millrace.spark.internal.node.JavaVersions;
import io.millrace.spark.internal.node.Node;
import io.millrace.spark.internal.node.OpenArrayIds;
import io.millrace.spark.internal.rdd.DerivedRdd;
import io.millrace.spark.internal.rdd.PartMaker;
import io.millrace.spark.internal.rdd.PartRdd;
import io.millrace.spark.internal.rdd.PartWork;
import io.millrace.spark.internal.rdd.ReceivedRdd;
import io.millrace.spark.internal.rdd.SourceRdd;
import io.millrace.spark.internal.rdd.WorkRdd;
import io.millrace.spark.internal.source.Loader;
import io.millrace.spark.internal.source.PartFormat;
import io.millrace.spark.internal.source.RddPieces;
import io.millrace.spark.internal.source.SavedPart;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.io.NullWritable;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaDoubleRDD;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/// Arrays on an Apache Spark cluster: larger than one machine, computed by the engine of each executor.
///
/// ```java
/// ClusterArrays cluster = ClusterArrays.on(spark);
/// try (DistributedDoubles prices = cluster.doubles(Source.npy("hdfs:///prices.npy"), Split.into(16))) {
///     double sum = prices.reduce(Reduction.SUM);
///     prices.map(x -> Math.log(x)).save("hdfs:///logarithms");
/// }
/// ```
///
/// The application is submitted with `--conf spark.plugins=io.millrace.spark.MillracePlugin`; see [MillracePlugin].
/// Any thread of the driver may call.
public final class ClusterArrays {
    private static final Map<SparkContext, ClusterArrays> BY_CONTEXT = new HashMap<>();
    private static final String PLUGINS = "spark.plugins";

    private final JavaSparkContext spark;
    private final LongAccumulator made;

    private ClusterArrays(JavaSparkContext spark) {
        this.spark = spark;
        this.made = spark.sc().longAccumulator("millrace parts made");
    }

    /// The arrays of that application.
    ///
    /// @throws IllegalStateException the plugin is not among `spark.plugins`, or this Java does not serve
    public static ClusterArrays on(JavaSparkContext spark) {
        JavaVersions.require(spark.version(), Runtime.version());
        requirePlugin(spark.getConf());
        synchronized (BY_CONTEXT) {
            BY_CONTEXT.keySet().removeIf(SparkContext::isStopped);
            return BY_CONTEXT.computeIfAbsent(spark.sc(), _ -> new ClusterArrays(spark));
        }
    }

    private static void requirePlugin(SparkConf conf) {
        String plugins = conf.get(PLUGINS, "");
        if (!List.of(plugins.split("\\s*,\\s*")).contains(MillracePlugin.class.getName())) {
            throw new IllegalStateException("executors have no engine: %s=%s; submit with --conf %s=%s"
                    .formatted(PLUGINS, plugins, PLUGINS, MillracePlugin.class.getName()));
        }
    }

    /// An array of `double`.
    ///
    /// @throws io.millrace.shm.FileFormatException the source holds something else
    /// @throws io.millrace.shm.FileAccessException the source cannot be read
    /// @throws IllegalArgumentException the source makes elements of another type
    public DistributedDoubles doubles(Source source, Split split) {
        return new DistributedDoubles(this, loaded(ElementType.DOUBLE, source, split));
    }

    /// An array of `float`.
    ///
    /// @throws io.millrace.shm.FileFormatException the source holds something else
    /// @throws io.millrace.shm.FileAccessException the source cannot be read
    /// @throws IllegalArgumentException the source makes elements of another type
    public DistributedFloats floats(Source source, Split split) {
        return new DistributedFloats(this, loaded(ElementType.FLOAT, source, split));
    }

    /// An array of `long`.
    ///
    /// @throws io.millrace.shm.FileFormatException the source holds something else
    /// @throws io.millrace.shm.FileAccessException the source cannot be read
    /// @throws IllegalArgumentException the source makes elements of another type
    public DistributedLongs longs(Source source, Split split) {
        return new DistributedLongs(this, loaded(ElementType.LONG, source, split));
    }

    /// An array of `int`.
    ///
    /// @throws io.millrace.shm.FileFormatException the source holds something else
    /// @throws io.millrace.shm.FileAccessException the source cannot be read
    /// @throws IllegalArgumentException the source makes elements of another type
    public DistributedInts ints(Source source, Split split) {
        return new DistributedInts(this, loaded(ElementType.INT, source, split));
    }

    /// An array of `short`.
    ///
    /// @throws io.millrace.shm.FileFormatException the source holds something else
    /// @throws io.millrace.shm.FileAccessException the source cannot be read
    /// @throws IllegalArgumentException the source makes elements of another type
    public DistributedShorts shorts(Source source, Split split) {
        return new DistributedShorts(this, loaded(ElementType.SHORT, source, split));
    }

    /// An array of `byte`.
    ///
    /// @throws io.millrace.shm.FileFormatException the source holds something else
    /// @throws io.millrace.shm.FileAccessException the source cannot be read
    /// @throws IllegalArgumentException the source makes elements of another type
    public DistributedBytes bytes(Source source, Split split) {
        return new DistributedBytes(this, loaded(ElementType.BYTE, source, split));
    }

    /// How many parts were loaded or computed so far, those that were lost and made again included.
    public long partsMade() {
        return made.value();
    }

    private PartRdd loaded(ElementType type, Source source, Split split) {
        int partitions = split.partitions(spark);
        return kept(switch (source) {
            case LoadedSource loaded -> {
                Loader loader = loaded.loader(spark, type);
                yield new SourceRdd(spark.sc(), plan(type, Bounds.of(loader.length(), partitions)), loader, made);
            }
            case RddSource rdd -> received(type, rdd.elements(), partitions);
        });
    }

    private PartRdd received(ElementType type, JavaDoubleRDD elements, int partitions) {
        if (type != ElementType.DOUBLE) {
            throw new IllegalArgumentException(
                    "a JavaDoubleRDD gives an array of double, not of %s; convert that, such as by toFloats()"
                            .formatted(type.name().toLowerCase(Locale.ROOT)));
        }
        RddPieces counted = RddPieces.of(elements);
        ArrayPlan plan = plan(type, Bounds.of(counted.length(), partitions));
        return new ReceivedRdd(counted.pieces(elements, plan.bounds().starts()), plan, made);
    }

    /// Calls the function for each file, in the workers of the executors, and gives the results in the order of the
    /// files.
    ///
    /// @param files paths of any file system of Hadoop
    /// @param fn must depend on its argument alone; it is called again when a worker or an executor dies
    /// @param <R> travels to the driver by Spark's serializer (`spark.serializer`)
    public <R extends Serializable> List<R> batch(List<String> files, RemoteFunction<InputFile, R> fn) {
        return FileBatch.run(spark, files, fn);
    }

    void save(DistributedArray<?> array, String path, SaveFormat format) {
        PartWork<Tuple2<NullWritable, SavedPart>> parts = (pool, inputs, firstBlock) ->
                List.of(new Tuple2<>(NullWritable.get(), new SavedPart(inputs[0])));
        ClassTag<Tuple2<NullWritable, SavedPart>> pair = ClassTag$.MODULE$.apply(Tuple2.class);
        Class<? extends PartFormat> writer = format == SaveFormat.NPY ? PartFormat.OfNpy.class : PartFormat.OfRaw.class;
        JavaPairRDD.fromRDD(
                        new WorkRdd<>(List.of(array.open()), parts, pair),
                        ClassTag$.MODULE$.<NullWritable>apply(NullWritable.class),
                        ClassTag$.MODULE$.<SavedPart>apply(SavedPart.class))
                .saveAsNewAPIHadoopFile(path, NullWritable.class, SavedPart.class, writer);
    }

    PartRdd derived(ElementType type, List<PartRdd> inputs, PartMaker maker) {
        ArrayPlan plan = plan(type, inputs.getFirst().plan().bounds());
        return kept(new DerivedRdd(inputs, plan, maker));
    }

    private static ArrayPlan plan(ElementType type, Bounds bounds) {
        return new ArrayPlan(OpenArrayIds.open(), type, bounds);
    }

    /// Has Spark keep the handles, which say where the parts are.
    private static PartRdd kept(PartRdd parts) {
        parts.persist(StorageLevel.MEMORY_ONLY());
        return parts;
    }

    static void close(PartRdd parts) {
        OpenArrayIds.close(parts.plan().id());
        if (!parts.context().isStopped()) {
            parts.unpersist(false);
        }
    }
}
