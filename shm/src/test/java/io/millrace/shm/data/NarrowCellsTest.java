package io.millrace.shm.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.ElementType;
import io.millrace.shm.SharedMemory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Compare-and-set of elements narrower than the processor's.
class NarrowCellsTest {
    private static SharedMemory memory;

    @BeforeAll
    static void open() {
        memory = SharedMemory.temporary(4 << 20);
    }

    @AfterAll
    static void close() {
        memory.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"BYTE", "SHORT"})
    void changesOneElementAndNoNeighbour(ElementType type) {
        for (int length = 1; length <= 9; length++) { // the last int is often cut off by the region
            for (int start = 0; start < length; start++) {
                for (int at = start; at < length; at++) {
                    Typed array = Typed.array(memory, type, length);
                    double[] expected = new double[length];
                    for (int i = 0; i < length; i++) {
                        expected[i] = i % 2 == 0 ? -1 : i;
                    }
                    array.call("copyFrom", array.heap(expected));
                    Typed slice = array.slice(start, length);
                    Object before = array.of(expected[at]);
                    expected[at] = -77;
                    assertEquals(
                            true,
                            slice.call("compareAndSet", (long) at - start, before, array.of(-77)));
                    assertArrayEquals(expected, array.elements());
                }
            }
        }
    }

    @Test
    void everyByteCanBeExchangedForEveryOther() {
        ByteArray bytes = (ByteArray) Typed.array(memory, ElementType.BYTE, 4).array();
        for (int before = -128; before < 128; before++) {
            for (int after = -128; after < 128; after++) {
                bytes.set(2, (byte) before);
                assertTrue(bytes.compareAndSet(2, (byte) before, (byte) after));
                assertEquals((byte) after, bytes.get(2));
                assertEquals(before == after, bytes.compareAndSet(2, (byte) before, (byte) after));
            }
        }
        assertEquals(0, bytes.get(0) | bytes.get(1) | bytes.get(3));
    }

    @Test
    void valuesUseTheSameCells() {
        ShortValue value = (ShortValue) Typed.value(memory, ElementType.SHORT).handle();
        assertTrue(value.compareAndSet((short) 0, Short.MIN_VALUE));
        assertFalse(value.compareAndSet((short) 0, (short) 1));
        assertEquals(Short.MIN_VALUE, value.get());
    }
}
