package io.millrace.spark;

import io.millrace.engine.DoubleGenerator;
import io.millrace.engine.FloatGenerator;
import io.millrace.engine.IntGenerator;
import io.millrace.engine.LongGenerator;
import io.millrace.engine.RandomToDouble;
import io.millrace.engine.RandomToFloat;
import io.millrace.engine.RandomToInt;
import io.millrace.engine.RandomToLong;
import io.millrace.spark.internal.source.FileLayout;
import io.millrace.spark.internal.source.Generation;
import org.apache.spark.api.java.JavaDoubleRDD;

/// Where the elements of a distributed array come from.
///
/// A part that is lost with its node is loaded again, so a source has to give the same elements each time:
/// files stay as they are while the array is used, and functions and RDDs are deterministic.
///
/// Paths are those of Hadoop, of any file system that Spark reads: `hdfs://`, `s3a://`, or `file:/` where
/// each node has the file. A path without a scheme is of the default file system. The path of a folder means
/// all files in it, in the order of their names (`part-` files in the order of their numbers), without those
/// whose names begin with `_` or `.`. The driver reads headers and lengths, each node the bytes of its parts.
public sealed interface Source permits LoadedSource, RddSource {

    /// Files of elements alone, little endian.
    static Source raw(String path) {
        return new FileSource(path, new FileLayout.Raw());
    }

    /// A range of one file: `elements` of them from byte `byteOffset` on, little endian.
    ///
    /// @throws IllegalArgumentException one of the numbers is negative
    static Source raw(String path, long byteOffset, long elements) {
        return new FileSource(path, new FileLayout.RawRange(byteOffset, elements));
    }

    /// numpy's `.npy` files: those that `io.millrace.shm.data.Npy` loads. Arrays of several dimensions are
    /// taken flat, row by row.
    static Source npy(String path) {
        return new FileSource(path, new FileLayout.Npy());
    }

    /// `double` elements made of their index, as by `Pool.generate`.
    static Source generatedDoubles(long length, DoubleGenerator fn) {
        return new GeneratedSource(length, new Generation.Doubles(fn));
    }

    /// Random `double` elements: those that `Pool.generate` makes of this seed.
    static Source generatedDoubles(long length, long seed, RandomToDouble fn) {
        return new GeneratedSource(length, new Generation.RandomDoubles(seed, fn));
    }

    /// `float` elements made of their index, as by `Pool.generate`.
    static Source generatedFloats(long length, FloatGenerator fn) {
        return new GeneratedSource(length, new Generation.Floats(fn));
    }

    /// Random `float` elements: those that `Pool.generate` makes of this seed.
    static Source generatedFloats(long length, long seed, RandomToFloat fn) {
        return new GeneratedSource(length, new Generation.RandomFloats(seed, fn));
    }

    /// `long` elements made of their index, as by `Pool.generate`; for arrays of `short` and `byte` they are
    /// narrowed as by a cast.
    static Source generatedLongs(long length, LongGenerator fn) {
        return new GeneratedSource(length, new Generation.Longs(fn));
    }

    /// Random `long` elements: those that `Pool.generate` makes of this seed; for arrays of `short` and `byte`
    /// they are narrowed as by a cast.
    static Source generatedLongs(long length, long seed, RandomToLong fn) {
        return new GeneratedSource(length, new Generation.RandomLongs(seed, fn));
    }

    /// `int` elements made of their index, as by `Pool.generate`.
    static Source generatedInts(long length, IntGenerator fn) {
        return new GeneratedSource(length, new Generation.Ints(fn));
    }

    /// Random `int` elements: those that `Pool.generate` makes of this seed.
    static Source generatedInts(long length, long seed, RandomToInt fn) {
        return new GeneratedSource(length, new Generation.RandomInts(seed, fn));
    }

    /// The elements of an RDD, in the order of its partitions. They are counted by one job and shuffled by
    /// another one. Each partition has to have the same elements in the same order whenever it is computed;
    /// what comes of a shuffle or of random numbers without a seed often has not: persist or checkpoint it first.
    static Source of(JavaDoubleRDD elements) {
        return new RddSource(elements);
    }
}
