package io.millrace.spark.internal.source;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaDoubleRDD;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/// The elements of an RDD as parts of an array: in the order of its partitions.
///
/// One job counts the elements of each partition, so that each element has an index. Then each partition
/// cuts its elements into pieces, and a shuffle sends the pieces to the part that they lie in. A piece is
/// the index of its first element and the elements; these are classes of the JDK, which each serializer of
/// Spark knows.
public final class RddPieces implements Serializable {
    private static final long serialVersionUID = 1L;

    /// Elements of a piece at most: what a task holds on the heap at a time.
    static final int PIECE_ELEMENTS = 1 << 16;

    /// The index of the first element of each partition of the RDD, and the length.
    private final long[] starts;

    private RddPieces(long[] starts) {
        this.starts = starts;
    }

    /// Runs a job that counts the elements.
    public static RddPieces of(JavaDoubleRDD elements) {
        List<Long> counts =
                elements.mapPartitions(partition -> List.of(count(partition)).iterator()).collect();
        long[] starts = new long[counts.size() + 1];
        for (int p = 0; p < counts.size(); p++) {
            starts[p + 1] = Math.addExact(starts[p], counts.get(p));
        }
        return new RddPieces(starts);
    }

    /// Elements of the whole array.
    public long length() {
        return starts[starts.length - 1];
    }

    /// The pieces, in as many partitions as there are parts; partition `p` has those of part `p`, in any
    /// order, and together they are the whole part.
    ///
    /// @param elements the RDD that was counted; a job fails that finds other counts in it
    /// @param bounds the index of the first element of each part, ascending from 0, and the length
    public JavaPairRDD<Long, double[]> pieces(JavaDoubleRDD elements, long[] bounds) {
        PartOfIndex parts = new PartOfIndex(bounds);
        if (bounds[bounds.length - 1] != length()) {
            throw new IllegalArgumentException(
                    "the parts have another length than the RDD: parts=%s, rdd=%s"
                            .formatted(bounds[bounds.length - 1], length()));
        }
        return elements
                .mapPartitionsToPair(partition -> {
                    int p = TaskContext.getPartitionId();
                    return new Pieces(partition, starts[p], starts[p + 1], parts);
                })
                .partitionBy(parts);
    }

    private static long count(Iterator<Double> partition) {
        long count = 0;
        while (partition.hasNext()) {
            partition.next();
            count++;
        }
        return count;
    }

    /// Sends pieces to the part that has their first index.
    static final class PartOfIndex extends Partitioner {
        private static final long serialVersionUID = 1L;

        private final long[] bounds;

        PartOfIndex(long[] bounds) {
            this.bounds = bounds.clone();
        }

        @Override
        public int numPartitions() {
            return bounds.length - 1;
        }

        @Override
        public int getPartition(Object index) {
            return part((Long) index);
        }

        /// The last part that begins at or before this index; parts before it at the same bound are empty.
        int part(long index) {
            int found = Arrays.binarySearch(bounds, index);
            int part = found >= 0 ? found : -found - 2;
            while (bounds[part + 1] == bounds[part]) {
                part++;
            }
            return part;
        }

        long end(long index) {
            return bounds[part(index) + 1];
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof PartOfIndex that && Arrays.equals(bounds, that.bounds);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bounds);
        }
    }

    /// Cuts the elements of a partition where parts end, and into pieces.
    static final class Pieces implements Iterator<Tuple2<Long, double[]>> {
        private final Iterator<Double> elements;
        private final long start;
        private final long end;
        private final PartOfIndex parts;
        private long index;

        Pieces(Iterator<Double> elements, long start, long end, PartOfIndex parts) {
            this.elements = elements;
            this.start = start;
            this.index = start;
            this.end = end;
            this.parts = parts;
        }

        @Override
        public boolean hasNext() {
            if (elements.hasNext() != index < end) {
                throw changed();
            }
            return index < end;
        }

        @Override
        public Tuple2<Long, double[]> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            long first = index;
            long to = Math.min(Math.min(end, parts.end(first)), first + PIECE_ELEMENTS);
            double[] piece = new double[(int) (to - first)];
            for (int i = 0; i < piece.length; i++) {
                if (!elements.hasNext()) {
                    throw changed();
                }
                piece[i] = Objects.requireNonNull(elements.next());
            }
            index = to;
            return new Tuple2<>(first, piece);
        }

        private IllegalStateException changed() {
            return new IllegalStateException(
                    ("a partition of the RDD has other elements than when they were counted: expected=%s elements;"
                            + " make the RDD deterministic, or persist or checkpoint it first")
                            .formatted(end - start));
        }
    }
}
