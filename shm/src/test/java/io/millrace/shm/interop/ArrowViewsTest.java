package io.millrace.shm.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.interop.ArrowStruct.Array;
import io.millrace.shm.interop.ArrowStruct.Schema;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The consumer is Millrace itself; [ArrowConsumersIT] has others.
class ArrowViewsTest {
    private final SharedMemory memory = SharedMemory.temporary(4 << 20);

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void whatIsExportedIsCopiedBackWithItsTypeAndShape() {
        for (NumericArray array : List.of(
                filled(memory.newDoubleArray("d", 3, 4, 5)),
                filled(memory.newFloatArray("f", 3, 4)),
                filled(memory.newLongArray("l", 7)),
                filled(memory.newIntArray("i", 2, 2, 2, 2)),
                filled(memory.newShortArray("s", 5)),
                filled(memory.newByteArray("b", 5, 3)),
                filled(memory.newDoubleArray("slice", 9)).slice(3, 8),
                memory.newIntArray("empty", 0, 3))) {
            try (ArrowExport export = ArrowViews.array(array)) {
                NumericArray copy =
                        ArrowViews.copy(memory, "copy", export.arrayAddress(), export.schemaAddress());
                assertEquals(array.elementType(), copy.elementType());
                assertArrayEquals(array.shape(), copy.shape());
                assertEquals(-1, array.segment().mismatch(copy.segment()), array::toString);
            }
            memory.drop("copy");
        }
    }

    @Test
    void theElementsAreNotCopied() {
        DoubleArray array = memory.newDoubleArray("a", 3);
        try (ArrowExport export = ArrowViews.array(array.slice(1, 3))) {
            MemorySegment struct = ArrowStruct.at(export.arrayAddress(), Array.BYTE_SIZE);
            long buffers = ArrowStruct.get(struct, Array.BUFFERS);
            assertEquals(array.segment().address() + Double.BYTES, ArrowStruct.entry(buffers, 1));
            assertEquals(0, ArrowStruct.entry(buffers, 0));
            assertEquals(2, ArrowStruct.get(struct, Array.LENGTH));
        }
    }

    @Test
    void offsetsOfListsAndOfTheirElementsAddUp() {
        DoubleArray array = memory.newDoubleArray("a", 4, 3);
        array.setAll(i -> i);
        try (ArrowExport export = ArrowViews.array(array)) {
            MemorySegment lists = ArrowStruct.at(export.arrayAddress(), Array.BYTE_SIZE);
            long child = ArrowStruct.entry(ArrowStruct.get(lists, Array.CHILDREN), 0);
            ArrowStruct.set(lists, Array.OFFSET, 1);
            ArrowStruct.set(lists, Array.LENGTH, 2);
            ArrowStruct.set(ArrowStruct.at(child, Array.BYTE_SIZE), Array.OFFSET, 2);
            NumericArray copy = ArrowViews.copy(memory, "b", export.arrayAddress(), export.schemaAddress());
            assertArrayEquals(new long[] {2, 3}, copy.shape());
            assertArrayEquals(new double[] {5, 6, 7, 8, 9, 10}, ((DoubleArray) copy).toArray());
        }
        memory.drop("a");
    }

    @Test
    void anArrayStaysUntilItsConsumerReleasesIt() {
        DoubleArray array = memory.newDoubleArray("a", 3);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment moved = arena.allocate(Array.BYTE_SIZE, Long.BYTES);
            try (ArrowExport export = ArrowViews.array(array)) {
                MemorySegment struct = ArrowStruct.at(export.arrayAddress(), Array.BYTE_SIZE);
                moved.copyFrom(struct);
                ArrowStruct.set(struct, Array.RELEASE, 0);
            }
            assertThrows(IllegalStateException.class, () -> memory.drop("a"));
            var used = assertThrows(IllegalStateException.class, memory::close);
            assertTrue(used.getMessage().contains("by=an Arrow export of a"), used.getMessage());
            ArrowNodes.releaseArray(moved);
            assertEquals(0, ArrowStruct.get(moved, Array.RELEASE));
            ArrowNodes.releaseArray(moved);
        }
        memory.drop("a");
    }

    @Test
    void aChildThatWasMovedOutlivesItsParent() {
        NumericArray array = memory.newDoubleArray("a", 2, 3);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment moved = arena.allocate(Array.BYTE_SIZE, Long.BYTES);
            try (ArrowExport export = ArrowViews.array(array)) {
                MemorySegment struct = ArrowStruct.at(export.arrayAddress(), Array.BYTE_SIZE);
                long child = ArrowStruct.entry(ArrowStruct.get(struct, Array.CHILDREN), 0);
                MemorySegment values = ArrowStruct.at(child, Array.BYTE_SIZE);
                moved.copyFrom(values);
                ArrowStruct.set(values, Array.RELEASE, 0);
            }
            assertThrows(IllegalStateException.class, () -> memory.drop("a"));
            assertEquals(6, ArrowStruct.get(moved, Array.LENGTH));
            ArrowNodes.releaseArray(moved);
        }
        memory.drop("a");
    }

    @Test
    void whatNobodyTookIsReleasedByClose() {
        memory.newDoubleArray("a", 3, 3);
        ArrowExport export = ArrowViews.array(memory.doubleArray("a"));
        ArrowStreamExport stream = ArrowViews.stream(Map.of("x", memory.doubleArray("a")));
        assertThrows(IllegalStateException.class, () -> memory.drop("a"));
        export.close();
        export.close();
        assertThrows(IllegalStateException.class, () -> memory.drop("a"));
        stream.close();
        stream.close();
        memory.drop("a");
    }

    @Test
    void aDroppedArrayCannotBeExported() {
        DoubleArray array = memory.newDoubleArray("a", 3);
        DoubleArray other = memory.newDoubleArray("b", 3);
        memory.drop("a");
        assertThrows(RegionDroppedException.class, () -> ArrowViews.array(array));
        assertThrows(RegionDroppedException.class, () -> ArrowViews.stream(Map.of("a", array)));
        assertThrows(
                RegionDroppedException.class,
                () -> ArrowStream.fill(
                        MemorySegment.NULL, List.of(new ArrowColumn("b", other), new ArrowColumn("a", array))));
        memory.drop("b");
    }

    @Test
    void columnsOfATableHaveOneLength() {
        assertThrows(IllegalArgumentException.class, () -> ArrowViews.stream(Map.of()));
        Map<String, NumericArray> columns =
                Map.of("x", memory.newDoubleArray("a", 3), "y", memory.newDoubleArray("b", 4));
        var refused = assertThrows(IllegalArgumentException.class, () -> ArrowViews.stream(columns));
        assertTrue(refused.getMessage().contains("x=3"), refused.getMessage());
    }

    @Test
    void arraysThatCannotBeHeldAreRefusedAndReleased() {
        DoubleArray array = memory.newDoubleArray("a", 9);
        refused(array, Schema.FORMAT, "tdD", "format=tdD");
        refused(array, Schema.FORMAT, "u", "column=a, format=u; cast it to int8");
        refused(array, Schema.DICTIONARY, "i", "format=g");
        memory.drop("a");
    }

    @Test
    void nullsAreRefusedAndBitsSayWhetherThereAreAny() {
        DoubleArray array = memory.newDoubleArray("a", 12);
        for (int bits : new int[] {0xfff, 0xff7, 0x7ff}) {
            try (Arena arena = Arena.ofConfined();
                    ArrowExport export = ArrowViews.array(array)) {
                MemorySegment struct = ArrowStruct.at(export.arrayAddress(), Array.BYTE_SIZE);
                MemorySegment validity = arena.allocateFrom(ValueLayout.JAVA_INT, bits);
                MemorySegment buffers = ArrowStruct.at(ArrowStruct.get(struct, Array.BUFFERS), 16);
                buffers.set(ValueLayout.JAVA_LONG, 0, validity.address());
                ArrowStruct.set(struct, Array.NULL_COUNT, -1);
                if (bits == 0xfff) {
                    ArrowViews.copy(memory, "b", export.arrayAddress(), export.schemaAddress());
                    memory.drop("b");
                } else {
                    var refused = assertThrows(
                            IllegalArgumentException.class,
                            () -> ArrowViews.copy(memory, "b", export.arrayAddress(), export.schemaAddress()));
                    assertTrue(refused.getMessage().contains("column=a has nulls"), refused.getMessage());
                }
                assertEquals(0, ArrowStruct.get(struct, Array.RELEASE));
            }
        }
        memory.drop("a");
    }

    private void refused(DoubleArray array, Schema field, String text, String expected) {
        try (Arena arena = Arena.ofConfined();
                ArrowExport export = ArrowViews.array(array)) {
            MemorySegment schema = ArrowStruct.at(export.schemaAddress(), Schema.BYTE_SIZE);
            ArrowStruct.set(schema, field, arena.allocateFrom(text));
            var refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> ArrowViews.copy(memory, "b", export.arrayAddress(), export.schemaAddress()));
            assertTrue(refused.getMessage().contains(expected), refused.getMessage());
            assertThrows(NoSuchRegionException.class, () -> memory.doubleArray("b"));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> ArrowViews.copy(memory, "b", export.arrayAddress(), export.schemaAddress()));
        }
    }

    private static NumericArray filled(NumericArray array) {
        for (long at = 0; at < array.byteSize(); at++) {
            array.segment().set(ValueLayout.JAVA_BYTE, at, (byte) (at + 1));
        }
        return array;
    }
}
