package io.millrace.ckernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// One call of each kind from Java, and what its checks refuse. That the results are right is
/// tested in C.
final class CKernelsTest {
    private static final double[] NUMBERS = {1.5, -2.0, 3.0, -0.0};

    private final Arena arena = Arena.ofAuto();

    @BeforeAll
    static void whereThereIsALibrary() {
        assumeTrue(CLibrary.unavailableReason() == null, CLibrary::unavailableReason);
    }

    @Test
    void mapWritesOneArrayFromAnother() {
        MemorySegment in = arena.allocateFrom(JAVA_DOUBLE, NUMBERS);
        for (String twin : new String[] {"", "_nt"}) {
            MemorySegment out = arena.allocate(JAVA_DOUBLE, NUMBERS.length);
            kernels().map("map_square_f64" + twin).map(in, out, NUMBERS.length, MemorySegment.NULL, Watch.NONE);
            assertArrayEquals(new double[] {2.25, 4.0, 9.0, 0.0}, out.toArray(JAVA_DOUBLE));
        }
    }

    @Test
    void mapTakesParametersAndWidens() {
        MemorySegment in = arena.allocateFrom(JAVA_BYTE, (byte) -128, (byte) 5, (byte) 127);
        MemorySegment out = arena.allocate(JAVA_LONG, 3);
        kernels().map("map_scale_i8_i64").map(in, out, 3, arena.allocateFrom(JAVA_LONG, 1L << 40), Watch.NONE);
        assertArrayEquals(LongStream.of(-128, 5, 127).map(x -> x << 40).toArray(), out.toArray(JAVA_LONG));
        kernels().map("map_clamp_i8_i64").map(in, out, 3, arena.allocateFrom(JAVA_LONG, -1, 6), Watch.NONE);
        assertArrayEquals(new long[] {-1, 5, 6}, out.toArray(JAVA_LONG));
    }

    @Test
    void mapsAndZipsInPlaceRecordWhatTheyHaveDone() {
        MemorySegment place = arena.allocate(JAVA_LONG, 2 * 4096 + 1);
        MemorySegment progress = arena.allocateFrom(JAVA_LONG, 700L);
        RedoChunk redo = chunk(place, progress);
        for (long half = 1; half <= 2; half++) {
            redo.halfSteps(half);
            assertEquals(0, kernels().redoMap("map_plus_i64").map(place, redo, 8193, one(), Watch.NONE));
            assertEquals(half == 1 ? 700 : 703, progress.get(JAVA_LONG, 0));
            assertArrayEquals(new long[8193], place.toArray(JAVA_LONG));
        }
        redo.halfSteps(RedoChunk.ALL);
        assertEquals(8193, kernels().redoMap("map_plus_i64").map(place, redo, 8193, one(), Watch.NONE));
        assertEquals(730, progress.get(JAVA_LONG, 0));
        assertArrayEquals(LongStream.generate(() -> 1).limit(8193).toArray(), place.toArray(JAVA_LONG));

        redo.begin(scratch(4096), new RedoChunk.Word(progress, 730, 10, 3), place);
        assertEquals(8193, kernels().redoZip("zip_add_i64").zip(place, place, redo, 8193, Watch.NONE));
        assertEquals(760, progress.get(JAVA_LONG, 0));
        assertArrayEquals(LongStream.generate(() -> 2).limit(8193).toArray(), place.toArray(JAVA_LONG));
    }

    @Test
    void elementsBeyondASegmentOfAChunkInPlaceAreRefused() {
        MemorySegment four = arena.allocate(JAVA_LONG, 4);
        MemorySegment five = arena.allocate(JAVA_LONG, 5);
        MemorySegment progress = arena.allocateFrom(JAVA_LONG, 700L);
        RedoMapFunction plus = kernels().redoMap("map_plus_i64");
        RedoZipFunction add = kernels().redoZip("zip_add_i64");
        RedoChunk good = chunk(five, progress);
        RedoChunk shortPlace = chunk(four, progress);
        RedoChunk shortScratch = chunk(five, progress);
        shortScratch.begin(scratch(4), new RedoChunk.Word(progress, 700, 10, 3), five);
        refused(() -> plus.map(four, good, 5, one(), Watch.NONE));
        refused(() -> plus.map(five, good, -1, one(), Watch.NONE));
        refused(() -> plus.map(five, good, 5, MemorySegment.NULL, Watch.NONE));
        refused(() -> add.zip(four, five, good, 5, Watch.NONE));
        refused(() -> add.zip(five, four, good, 5, Watch.NONE));
        for (RedoChunk tooShort : new RedoChunk[] {shortPlace, shortScratch, new RedoChunk()}) {
            refused(() -> plus.map(five, tooShort, 5, one(), Watch.NONE));
            refused(() -> add.zip(five, five, tooShort, 5, Watch.NONE));
        }
        refused(() -> good.begin(scratch(5), new RedoChunk.Word(MemorySegment.NULL, 700, 10, 3), five));
        assertThrows(
                IllegalArgumentException.class,
                () -> good.begin(scratch(5), new RedoChunk.Word(progress, 700, 10, 10), five));
        assertEquals(700, progress.get(JAVA_LONG, 0));
    }

    @Test
    void aProgramInPlaceRecordsWhatItHasDone() {
        MemorySegment place = arena.allocate(JAVA_LONG, 2 * 4096 + 1);
        MemorySegment progress = arena.allocateFrom(JAVA_LONG, 700L);
        ProgramFunction program = timesThreePlusOne();
        RedoChunk redo = chunk(place, progress);
        for (int call = 0; call < 2; call++) { // the second finds nothing to do
            assertEquals(8193, program.redo(new MemorySegment[] {place}, 0, 8193, redo, table(1), Watch.NONE));
            assertEquals(730, progress.get(JAVA_LONG, 0));
            assertArrayEquals(LongStream.generate(() -> 1).limit(8193).toArray(), place.toArray(JAVA_LONG));
        }
        redo.begin(scratch(4096), new RedoChunk.Word(progress, 730, 10, 3), place.asSlice(4096 * 8L));
        assertEquals(97, program.redo(new MemorySegment[] {place}, 4096, 97, redo, table(1), Watch.NONE));
        assertEquals(1, place.getAtIndex(JAVA_LONG, 4095));
        assertEquals(4, place.getAtIndex(JAVA_LONG, 4096));
        assertEquals(4, place.getAtIndex(JAVA_LONG, 4096 + 96));
        assertEquals(1, place.getAtIndex(JAVA_LONG, 4096 + 97));
    }

    @Test
    void elementsBeyondASegmentOfAProgramInPlaceAreRefused() {
        MemorySegment[] four = {arena.allocate(JAVA_LONG, 4)};
        MemorySegment[] five = {arena.allocate(JAVA_LONG, 5)};
        MemorySegment progress = arena.allocateFrom(JAVA_LONG, 700L);
        ProgramFunction program = timesThreePlusOne();
        RedoChunk good = chunk(five[0], progress);
        RedoChunk shortScratch = chunk(five[0], progress);
        shortScratch.begin(scratch(4), new RedoChunk.Word(progress, 700, 10, 3), five[0]);
        refused(() -> program.redo(four, 0, 5, good, table(1), Watch.NONE));
        refused(() -> program.redo(five, 1, 5, good, table(1), Watch.NONE));
        refused(() -> program.redo(five, 0, 5, chunk(four[0], progress), table(1), Watch.NONE));
        refused(() -> program.redo(five, 0, 5, shortScratch, table(1), Watch.NONE));
        refused(() -> program.redo(five, 0, 5, new RedoChunk(), table(1), Watch.NONE));
        refused(() -> program.redo(five, 0, 5, good, table(0), Watch.NONE));
        assertThrows(
                IllegalStateException.class, () -> program.run(five, 0, 5, five[0], table(1), Watch.NONE));
        ProgramFunction elsewhere = kernels().program(STEPS, 1, null, 0);
        assertThrows(
                IllegalStateException.class, () -> elsewhere.redo(five, 0, 5, good, table(1), Watch.NONE));
        assertEquals(700, progress.get(JAVA_LONG, 0));
    }

    /// `x * 3 + 1`, by way of a scratch block.
    private static final List<ProgramFunction.Step> STEPS = List.of(
            new ProgramFunction.Step("map_scale_i64", -1, 0, 0, 0, new long[] {3, 0}),
            new ProgramFunction.Step("map_plus_i64", 0, 0, 0, ProgramFunction.OUT, new long[] {1, 0}));

    private ProgramFunction timesThreePlusOne() {
        return kernels().redoProgram(STEPS, 1);
    }

    private ProgramFunction.Table table(int scratchBlocks) {
        MemorySegment[] scratch = new MemorySegment[scratchBlocks];
        Arrays.setAll(scratch, block -> arena.allocate(JAVA_LONG, 4096));
        return new ProgramFunction.Table(1, scratch);
    }

    private RedoChunk chunk(MemorySegment place, MemorySegment progress) {
        RedoChunk redo = new RedoChunk();
        redo.begin(scratch(4096), new RedoChunk.Word(progress, 700, 10, 3), place);
        return redo;
    }

    private RedoChunk.Scratch scratch(long elements) {
        return new RedoChunk.Scratch(arena.allocate(JAVA_LONG, elements), arena.allocate(JAVA_LONG, elements));
    }

    private MemorySegment one() {
        return arena.allocateFrom(JAVA_LONG, 1L);
    }

    @Test
    void zipConvertAndFillWriteToo() {
        MemorySegment in = arena.allocateFrom(JAVA_DOUBLE, NUMBERS);
        MemorySegment out = arena.allocate(JAVA_DOUBLE, NUMBERS.length);
        kernels().zip("zip_add_f64").zip(in, in, out, NUMBERS.length, Watch.NONE);
        assertArrayEquals(DoubleStream.of(NUMBERS).map(x -> x + x).toArray(), out.toArray(JAVA_DOUBLE));

        MemorySegment whole = arena.allocate(JAVA_INT, NUMBERS.length);
        kernels().convert("convert_f64_i32").convert(in, whole, NUMBERS.length, Watch.NONE);
        assertArrayEquals(new int[] {1, -2, 3, 0}, whole.toArray(JAVA_INT));

        kernels().fill("fill_i32_nt").fill(whole, 4, arena.allocateFrom(JAVA_INT, 7), Watch.NONE);
        assertArrayEquals(new int[] {7, 7, 7, 7}, whole.toArray(JAVA_INT));
    }

    @Test
    void foldAndDotMakeNodes() {
        MemorySegment in = arena.allocateFrom(JAVA_DOUBLE, NUMBERS);
        MemorySegment node = arena.allocate(JAVA_LONG, FoldFunction.MAX_NODE_WORDS);
        kernels().fold("fold_summary_f64").fold(in, NUMBERS.length, node, Watch.NONE);
        assertArrayEquals(new double[] {2.5, 0.625, 13.6875, -2.0, 3.0}, node.toArray(JAVA_DOUBLE));
        kernels().dot("dot_f64").dot(in, in, NUMBERS.length, node, Watch.NONE);
        assertEquals(15.25, node.get(JAVA_DOUBLE, 0));
    }

    @Test
    void oneCallFoldsAnyNumberOfBlocks() {
        long n = 20 * 4096 + 7;
        MemorySegment in = arena.allocate(JAVA_INT, n);
        for (long i = 0; i < n; i++) {
            in.setAtIndex(JAVA_INT, i, (int) (i % 1000) - 500);
        }
        MemorySegment node = arena.allocate(JAVA_LONG, FoldFunction.MAX_NODE_WORDS);
        long sum = LongStream.range(0, n).map(i -> i % 1000 - 500).sum();
        assertEquals(n, kernels().fold("fold_sumchecked_i32").fold(in, n, node, Watch.NONE));
        assertEquals(sum, node.get(JAVA_LONG, 0));
        assertEquals(sum >> 63, node.getAtIndex(JAVA_LONG, 1));
    }

    @Test
    void oneBlockMayLieOnTheHeap() {
        FoldFunction sum = kernels().fold("fold_sum_f64");
        MemorySegment in = MemorySegment.ofArray(new double[] {1, 2, 4});
        long[] node = new long[1];
        sum.foldBlock(in, 3, MemorySegment.ofArray(node));
        assertEquals(7.0, Double.longBitsToDouble(node[0]));
        refused(() -> sum.foldBlock(in, 4, MemorySegment.ofArray(node)));
        refused(() -> sum.foldBlock(in, 3, MemorySegment.ofArray(new long[0])));
        refused(() -> sum.foldBlock(arena.allocate(JAVA_DOUBLE, 4097), 4097, MemorySegment.ofArray(node)));
    }

    @Test
    void aFoldMayMapFirst() {
        MemorySegment in = arena.allocateFrom(JAVA_BYTE, (byte) -128, (byte) 5, (byte) 127);
        MemorySegment node = arena.allocate(JAVA_LONG);
        MemorySegment factor = arena.allocateFrom(JAVA_LONG, -1000);
        FoldFunction least = kernels().mappedFold("map_scale_i8_i64", "fold_min_i64", factor);
        assertEquals(3, least.fold(in, 3, node, Watch.NONE));
        assertEquals(-127_000, node.get(JAVA_LONG, 0));
        refused(() -> least.fold(in, 4, node, Watch.NONE));
        refused(() -> kernels().mappedFold("map_scale_i8_i64", "fold_min_i64", MemorySegment.NULL));
        assertNull(kernels().mappedFold("map_scale_i8_i64", "fold_min_f64", factor));
        assertNull(kernels().mappedFold("map_scale_i8_i64", "fold_min_i32", factor));
    }

    @Test
    void aCallEndsOnceItsWordHasChanged() {
        MemorySegment in = arena.allocate(JAVA_DOUBLE, 4096);
        MemorySegment out = arena.allocateFrom(JAVA_DOUBLE, 7.0);
        MemorySegment word = arena.allocateFrom(JAVA_LONG, 11);
        Watch unchanged = new Watch(word, 11);
        Watch over = new Watch(word, 12);
        assertFalse(unchanged.isOver());
        assertFalse(Watch.NONE.isOver());
        assertTrue(over.isOver());
        assertEquals(0, kernels().map("map_square_f64").map(in, out, 1, MemorySegment.NULL, over));
        assertEquals(0, kernels().zip("zip_add_f64").zip(in, in, out, 1, over));
        assertEquals(0, kernels().convert("convert_f64_f64").convert(in, out, 1, over));
        MemorySegment progress = arena.allocateFrom(JAVA_LONG, 700L);
        RedoChunk redo = chunk(out, progress);
        assertEquals(0, kernels().redoMap("map_square_f64").map(out, redo, 1, MemorySegment.NULL, over));
        assertEquals(0, kernels().redoZip("zip_add_f64").zip(out, in, redo, 1, over));
        assertEquals(700, progress.get(JAVA_LONG, 0));
        assertEquals(0, kernels().fill("fill_f64").fill(out, 1, in, over));
        assertEquals(0, kernels().fold("fold_sum_f64").fold(in, 4096, out, over));
        assertEquals(0, kernels().dot("dot_f64").dot(in, in, 4096, out, over));
        assertEquals(7.0, out.get(JAVA_DOUBLE, 0));
        assertEquals(4096, kernels().fold("fold_sum_f64").fold(in, 4096, out, unchanged));
        assertEquals(0.0, out.get(JAVA_DOUBLE, 0));
    }

    @Test
    void limitLoopsRun() {
        MemorySegment in = arena.allocateFrom(JAVA_DOUBLE, NUMBERS);
        MemorySegment out = arena.allocate(JAVA_DOUBLE, NUMBERS.length);
        long mixed = DoubleStream.of(NUMBERS).mapToLong(Double::doubleToRawLongBits).reduce(0, (a, b) -> a ^ b);
        assertEquals(mixed, kernels().limit("limit_read").run(in, MemorySegment.NULL, 4));
        assertEquals(4, kernels().limit("limit_copy").run(in, out, 4));
        assertArrayEquals(NUMBERS, out.toArray(JAVA_DOUBLE));
        assertEquals(4, kernels().limit("limit_copy_nt").run(in, out, 4));
        assertEquals(4, kernels().limit("limit_inplace_square").run(MemorySegment.NULL, out, 4));
        assertEquals(9.0, out.getAtIndex(JAVA_DOUBLE, 2));
    }

    @Test
    void elementsBeyondASegmentAreRefused() {
        MemorySegment four = arena.allocate(JAVA_DOUBLE, 4);
        MemorySegment five = arena.allocate(JAVA_DOUBLE, 5);
        refused(() -> kernels().map("map_square_f64").map(four, five, 5, MemorySegment.NULL, Watch.NONE));
        refused(() -> kernels().map("map_square_f64").map(five, four, 5, MemorySegment.NULL, Watch.NONE));
        refused(() -> kernels().map("map_square_f64").map(five, five, -1, MemorySegment.NULL, Watch.NONE));
        refused(() -> kernels().map("map_scale_f64").map(five, five, 5, MemorySegment.NULL, Watch.NONE));
        refused(() -> kernels().map("map_square_i8_i64").map(five, five, 6, MemorySegment.NULL, Watch.NONE));
        refused(() -> kernels().zip("zip_add_f64").zip(five, four, five, 5, Watch.NONE));
        refused(() -> kernels().convert("convert_f64_f64").convert(four, five, 5, Watch.NONE));
        refused(() -> kernels().fill("fill_f64").fill(four, 5, five, Watch.NONE));
        refused(() -> kernels().fill("fill_f64").fill(four, 4, MemorySegment.NULL, Watch.NONE));
        refused(() -> kernels().fold("fold_sum_f64").fold(four, 5, five, Watch.NONE));
        refused(() -> kernels().dot("dot_f64").dot(five, four, 5, five, Watch.NONE));
        refused(() -> kernels().limit("limit_copy").run(five, four, 5));
    }

    @Test
    void shortNodesAreRefused() {
        MemorySegment in = arena.allocate(JAVA_DOUBLE, 4096);
        MemorySegment four = arena.allocate(JAVA_LONG, 4);
        MemorySegment one = arena.allocate(JAVA_LONG);
        refused(() -> kernels().fold("fold_summary_f64").fold(in, 4096, four, Watch.NONE));
        refused(() -> kernels().fold("fold_sumchecked_i64").fold(in, 4096, one, Watch.NONE));
        refused(() -> kernels().dot("dot_f64").dot(in, in, 4096, MemorySegment.NULL, Watch.NONE));
    }

    @Test
    void closedMemoryIsRefused() {
        MemorySegment closed;
        try (Arena shortLived = Arena.ofShared()) {
            closed = shortLived.allocate(JAVA_DOUBLE, 4);
        }
        assertThrows(
                IllegalStateException.class,
                () -> kernels().fold("fold_sum_f64").fold(closed, 4, arena.allocate(JAVA_LONG), Watch.NONE));
    }

    private static CKernels kernels() {
        return CLibrary.load().kernels();
    }

    private static void refused(Runnable call) {
        assertThrows(IndexOutOfBoundsException.class, call::run);
    }
}
