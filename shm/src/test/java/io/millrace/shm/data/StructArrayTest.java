package io.millrace.shm.data;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.Region;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StructArrayTest {
    private static SharedMemory memory;

    @BeforeAll
    static void open() {
        memory = SharedMemory.temporary(1 << 20);
    }

    @AfterAll
    static void close() {
        memory.close();
    }

    record Padded(byte tag, double x, short n) {}

    record All(boolean z, byte b, char c, short s, int i, long l, float f, double d) {}

    record Corner(short x, int y) {}

    record Box(byte tag, Corner low, Corner high, byte end) {}

    record Positive(int value) {
        Positive {
            if (value < 0) {
                throw new IllegalArgumentException("negative: " + value);
            }
        }
    }

    record Chain(int value, Chain next) {}

    record Text(String text) {}

    record Nothing() {}

    @Test
    void fieldsStandWhereACCompilerPutsThem() {
        assertEquals(
                "{ byte tag @0; double x @8; short n @16 } 24 bytes",
                RecordLayout.of(Padded.class).toString());
        assertEquals(
                "{ boolean z @0; byte b @1; char c @2; short s @4; int i @8; long l @16;"
                        + " float f @24; double d @32 } 40 bytes",
                RecordLayout.of(All.class).toString());
        assertEquals(
                "{ byte tag @0; short low.x @4; int low.y @8; short high.x @12; int high.y @16;"
                        + " byte end @20 } 24 bytes",
                RecordLayout.of(Box.class).toString());
    }

    @Test
    void recordsComeBackAsTheyWere() {
        StructArray<All> array = structs(All.class, 3);
        All extremes =
                new All(
                        true,
                        Byte.MIN_VALUE,
                        '\uffff',
                        Short.MIN_VALUE,
                        Integer.MIN_VALUE,
                        Long.MIN_VALUE,
                        Float.MIN_VALUE,
                        -0.0);
        array.set(1, extremes);
        assertEquals(extremes, array.get(1));
        All zero = new All(false, (byte) 0, '\0', (short) 0, 0, 0, 0, 0);
        assertEquals(zero, array.get(0));
        assertEquals(zero, array.get(2));
    }

    @Test
    void nestedRecordsComeBackAsTheyWere() {
        StructArray<Box> array = structs(Box.class, 4);
        Box box = new Box((byte) 1, new Corner((short) 2, 3), new Corner((short) 4, 5), (byte) 6);
        array.set(3, box);
        assertEquals(box, array.get(3));
        assertEquals(4, array.field("high.x").getLong(3));
        assertEquals(List.of("tag", "low.x", "low.y", "high.x", "high.y", "end"), array.fields());
    }

    @Test
    void memoryHoldsPlainStructs() {
        StructArray<Padded> array = structs(Padded.class, 2);
        array.set(1, new Padded((byte) 7, 2.5, (short) -3));
        assertEquals(2.5, array.segment().get(JAVA_DOUBLE, 24 + 8));
        assertEquals(-3, array.segment().get(JAVA_SHORT, 24 + 16));
        assertEquals(48, array.byteSize());
        assertEquals(24, array.structByteSize());
    }

    @Test
    void fieldIsAColumnOfAllRecords() {
        StructArray<Padded> array = structs(Padded.class, 100);
        StructField x = array.field("x");
        StructField n = array.field("n");
        for (int i = 0; i < 100; i++) {
            x.setDouble(i, i / 2.0);
            n.setLong(i, -i);
        }
        assertEquals(new Padded((byte) 0, 49.5, (short) -99), array.get(99));
        assertEquals(4950 / 2.0, x.doubles().sum());
        assertEquals(-4950, n.longs().sum());
        assertEquals(-4950, n.doubles().parallel().sum());
        assertEquals(double.class, x.type());
        assertEquals(8, x.byteOffset());
        assertEquals(24, x.byteStride());
        assertTrue(x.toString().contains("x: double"), x.toString());
    }

    @Test
    void fieldOfEveryTypeReadsAndWrites() {
        StructArray<All> array = structs(All.class, 1);
        for (String name : List.of("z", "b", "c", "s", "i", "l", "f", "d")) {
            StructField field = array.field(name);
            field.setLong(0, 1);
            assertEquals(1.0, field.getDouble(0));
        }
        assertEquals(new All(true, (byte) 1, '\1', (short) 1, 1, 1, 1, 1), array.get(0));
        array.field("f").setDouble(0, 0.1);
        assertEquals(0.1f, array.field("f").getDouble(0));
    }

    @Test
    void fieldRefusesWhatItCannotHold() {
        StructArray<All> array = structs(All.class, 1);
        assertThrows(IllegalArgumentException.class, () -> array.field("z").setLong(0, 2));
        assertThrows(IllegalArgumentException.class, () -> array.field("b").setLong(0, 128));
        assertThrows(IllegalArgumentException.class, () -> array.field("c").setLong(0, -1));
        assertThrows(IllegalArgumentException.class, () -> array.field("s").setLong(0, 32768));
        assertThrows(IllegalArgumentException.class, () -> array.field("i").setLong(0, 1L << 31));
        assertThrows(IllegalArgumentException.class, () -> array.field("i").setDouble(0, 1));
        assertThrows(IllegalArgumentException.class, () -> array.field("d").getLong(0));
        assertThrows(IllegalArgumentException.class, () -> array.field("q"));
    }

    @Test
    void indicesOutsideAreRefused() {
        StructArray<Corner> array = structs(Corner.class, 2);
        StructField x = array.field("x");
        for (long index : new long[] {-1, 2, 1L << 61, Long.MAX_VALUE}) {
            assertThrows(IndexOutOfBoundsException.class, () -> array.get(index));
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> array.set(index, new Corner((short) 1, 1)));
            assertThrows(IndexOutOfBoundsException.class, () -> x.getLong(index));
            assertThrows(IndexOutOfBoundsException.class, () -> x.setLong(index, 1));
        }
    }

    @Test
    void constructorOfTheRecordStillChecks() {
        StructArray<Positive> array = structs(Positive.class, 1);
        array.field("value").setLong(0, -1);
        var e = assertThrows(IllegalArgumentException.class, () -> array.get(0));
        assertEquals("negative: -1", e.getMessage());
    }

    @Test
    void openingWithAnotherRecordIsRefused() {
        Region region = structs(Padded.class, 2).region();
        assertEquals(2, StructArray.over(region, Padded.class).length());
        var e =
                assertThrows(
                        WrongRegionTypeException.class,
                        () -> StructArray.over(region, Corner.class));
        assertTrue(e.getMessage().contains(region.name()), e.getMessage());
        record Renamed(byte tag, double y, short n) {}
        assertNotEquals(
                RecordLayout.of(Padded.class).fingerprint(),
                RecordLayout.of(Renamed.class).fingerprint());
    }

    @Test
    void recordsWithoutALayoutAreRefused() {
        for (var type : List.of(Chain.class, Text.class, Nothing.class)) {
            assertThrows(
                    IllegalArgumentException.class, () -> StructArray.request(null, type, 1));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> StructArray.request(null, Padded.class, Long.MAX_VALUE / 8));
        assertThrows(
                IllegalArgumentException.class, () -> StructArray.request(null, Padded.class, -1));
    }

    private <R extends Record> StructArray<R> structs(Class<R> type, long length) {
        return StructArray.over(
                MemoryAccess.regionsOf(memory).createRegion(StructArray.request(null, type, length)), type);
    }
}
