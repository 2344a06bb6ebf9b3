package io.millrace.spark.internal.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.spark.internal.source.RddPieces.PartOfIndex;
import io.millrace.spark.internal.source.RddPieces.Pieces;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RddPiecesTest {
    private static final int LENGTH = 300_000;
    private static final double[] ELEMENTS = IntStream.range(0, LENGTH).mapToDouble(Math::sqrt).toArray();

    /// Some parts are empty, one has several pieces, one lies in several partitions.
    private static final long[] BOUNDS = {0, 0, 4096, 4096, 8192, 8192 + 4096 * 40, LENGTH, LENGTH};
    private static final int[] PARTITIONS = {0, 0, 3, 3, 10_000, 10_001, 250_000, LENGTH};

    @Test
    void eachElementArrivesInItsPart() {
        PartOfIndex parts = new PartOfIndex(BOUNDS);
        assertEquals(BOUNDS.length - 1, parts.numPartitions());
        double[] arrived = new double[LENGTH];
        for (int p = 0; p + 1 < PARTITIONS.length; p++) {
            Pieces pieces = pieces(PARTITIONS[p], PARTITIONS[p + 1], PARTITIONS[p + 1], parts);
            while (pieces.hasNext()) {
                var piece = pieces.next();
                int part = parts.getPartition(piece._1());
                assertTrue(BOUNDS[part] <= piece._1() && piece._1() + piece._2().length <= BOUNDS[part + 1]);
                assertTrue(piece._2().length <= RddPieces.PIECE_ELEMENTS);
                System.arraycopy(piece._2(), 0, arrived, Math.toIntExact(piece._1()), piece._2().length);
            }
            assertThrows(NoSuchElementException.class, pieces::next);
        }
        assertArrayEquals(ELEMENTS, arrived);
    }

    @Test
    void aPartitionThatChangedIsRefused() {
        PartOfIndex parts = new PartOfIndex(new long[] {0, 20});
        Pieces fewer = pieces(0, 9, 10, parts);
        assertThrows(IllegalStateException.class, fewer::next);
        Pieces more = pieces(0, 11, 10, parts);
        more.next();
        var e = assertThrows(IllegalStateException.class, more::hasNext);
        assertTrue(e.getMessage().contains("expected=10 elements"));
        Pieces none = pieces(0, 0, 10, parts);
        assertThrows(IllegalStateException.class, none::hasNext);
        assertFalse(pieces(5, 5, 5, parts).hasNext());
    }

    @Test
    void partitionersOfEqualBoundsAreEqual() {
        PartOfIndex parts = new PartOfIndex(BOUNDS);
        assertEquals(parts, new PartOfIndex(BOUNDS.clone()));
        assertEquals(parts.hashCode(), new PartOfIndex(BOUNDS.clone()).hashCode());
        assertFalse(parts.equals(new PartOfIndex(new long[] {0, LENGTH})));
    }

    private static Pieces pieces(int from, int to, int expectedEnd, PartOfIndex parts) {
        return new Pieces(
                DoubleStream.of(Arrays.copyOfRange(ELEMENTS, from, to)).iterator(), from, expectedEnd, parts);
    }
}
