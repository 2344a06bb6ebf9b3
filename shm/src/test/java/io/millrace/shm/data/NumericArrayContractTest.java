package io.millrace.shm.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.ElementType;
import io.millrace.shm.SharedMemory;
import java.util.List;
import java.util.stream.BaseStream;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every array promises, whatever its element type.
class NumericArrayContractTest {
    private static final List<String> READS = List.of("get", "getAcquire", "getVolatile");
    private static final List<String> WRITES = List.of("set", "setRelease", "setVolatile");
    private static final long[] OUTSIDE = {
        -1, 5, 6, Integer.MAX_VALUE + 1L, 1L << 61, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private static SharedMemory memory;

    @BeforeAll
    static void open() {
        memory = SharedMemory.temporary(1 << 20);
    }

    @AfterAll
    static void close() {
        memory.close();
    }

    @ParameterizedTest
    @EnumSource
    void newArrayIsZero(ElementType type) {
        assertArrayEquals(new double[5], Typed.array(memory, type, 5).elements());
    }

    @ParameterizedTest
    @EnumSource
    void everyReadSeesWhatAnyWriteWrote(ElementType type) {
        Typed array = Typed.array(memory, type, 5);
        double number = -100;
        for (String write : WRITES) {
            for (String read : READS) {
                for (long i = 0; i < 5; i++) {
                    Object expected = array.of(number++);
                    array.call(write, i, expected);
                    assertEquals(expected, array.call(read, i), write + " " + read);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void atomicsReturnWhatTheirNamesSay(ElementType type) {
        Typed array = filled(type, 1, 2, 3, 4, 5);
        assertEquals(array.of(2), array.call("getAndSet", 1L, array.of(10)));
        assertEquals(array.of(10), array.call("getAndAdd", 1L, array.of(5)));
        assertEquals(array.of(12), array.call("addAndGet", 1L, array.of(-3)));
        Object multiply = array.multiplication("getAndAccumulate");
        assertEquals(array.of(12), array.call("getAndAccumulate", 1L, array.of(-4), multiply));
        assertArrayEquals(new double[] {1, -48, 3, 4, 5}, array.elements());
    }

    @ParameterizedTest
    @EnumSource
    void compareAndSetWritesOnlyOverTheExpected(ElementType type) {
        Typed array = filled(type, 1, 2, 3, 4, 5);
        assertEquals(false, array.call("compareAndSet", 4L, array.of(4), array.of(9)));
        assertEquals(5.0, array.elements()[4]);
        assertEquals(true, array.call("compareAndSet", 4L, array.of(5), array.of(-9)));
        assertEquals(true, array.call("compareAndSet", 4L, array.of(-9), array.of(-8)));
        assertArrayEquals(new double[] {1, 2, 3, 4, -8}, array.elements());
    }

    @ParameterizedTest
    @EnumSource
    void everyMethodRefusesIndicesOutside(ElementType type) {
        Typed array = Typed.array(memory, type, 6).slice(0, 5);
        Object one = array.of(1);
        for (long index : OUTSIDE) {
            READS.forEach(read -> refusesIndex(array, read, index));
            WRITES.forEach(write -> refusesIndex(array, write, index, one));
            refusesIndex(array, "compareAndSet", index, one, one);
            refusesIndex(array, "getAndSet", index, one);
            refusesIndex(array, "getAndAdd", index, one);
            refusesIndex(array, "addAndGet", index, one);
            Object multiply = array.multiplication("getAndAccumulate");
            refusesIndex(array, "getAndAccumulate", index, one, multiply);
        }
        assertArrayEquals(new double[5], array.elements());
    }

    @ParameterizedTest
    @EnumSource
    void sliceIsAViewOfTheSameMemory(ElementType type) {
        Typed array = filled(type, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        Typed slice = array.slice(2, 9);
        Typed inner = slice.slice(1, 4);
        assertArrayEquals(new double[] {3, 4, 5}, inner.elements());
        assertEquals(3, inner.array().start());
        assertArrayEquals(new long[] {3}, inner.array().shape());
        assertEquals(3L * type.byteSize(), inner.array().byteSize());
        assertEquals(inner.array().byteSize(), inner.array().segment().byteSize());
        inner.call("set", 0L, inner.of(30));
        inner.call("addAndGet", 2L, inner.of(45));
        assertArrayEquals(new double[] {0, 1, 2, 30, 4, 50, 6, 7, 8, 9}, array.elements());
        assertEquals(0, array.slice(10, 10).array().length());
        assertTrue(inner.array().toString().contains("3 to 6"), inner.array().toString());
    }

    @ParameterizedTest
    @EnumSource
    void sliceOutsideIsRefused(ElementType type) {
        NumericArray slice = Typed.array(memory, type, 10).array().slice(2, 8);
        assertThrows(IndexOutOfBoundsException.class, () -> slice.slice(-1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.slice(0, 7));
        var refused = assertThrows(IndexOutOfBoundsException.class, () -> slice.slice(4, 3));
        assertTrue(refused.getMessage().contains("from=4, to=3 (exclusive), length=6"), refused.getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> slice.slice(0, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @EnumSource
    void coordinatesAreRowMajor(ElementType type) {
        NumericArray array = Typed.array(memory, type, 2, 3, 4).array();
        assertEquals(24, array.length());
        assertEquals(24L * type.byteSize(), array.byteSize());
        assertEquals(23, array.index(1, 2, 3));
        assertEquals(6, array.index(0, 1, 2));
        assertArrayEquals(new long[] {2, 3, 4}, array.shape());
        assertThrows(IndexOutOfBoundsException.class, () -> array.index(0, 3, 0));
        assertThrows(IllegalArgumentException.class, () -> array.index(0, 0));
        assertTrue(array.toString().contains(array.name() + ": 2 x 3 x 4"), array.toString());
    }

    @ParameterizedTest
    @EnumSource
    void copiesWholeHeapArrays(ElementType type) {
        Typed array = filled(type, 9, 9, 9, 9, 9);
        array.call("copyFrom", array.heap(1, 2, 3));
        assertArrayEquals(new double[] {1, 2, 3, 9, 9}, array.elements());
        Object longer = array.heap(0, 0, 0, 0, 0, 7);
        array.call("copyTo", longer);
        assertArrayEquals(new double[] {1, 2, 3, 9, 9, 7}, Typed.numbers(longer));
        assertThrows(IndexOutOfBoundsException.class, () -> array.call("copyFrom", longer));
        Object shorter = array.heap(0, 0);
        assertThrows(IndexOutOfBoundsException.class, () -> array.call("copyTo", shorter));
        assertArrayEquals(array.elements(), Typed.numbers(array.call("toArray")));
    }

    @ParameterizedTest
    @EnumSource
    void copiesRangesOfHeapArrays(ElementType type) {
        Typed array = filled(type, 1, 2, 3, 4, 5);
        array.call("copyFrom", 3L, array.heap(6, 7, 8, 9), 1, 2);
        assertArrayEquals(new double[] {1, 2, 3, 7, 8}, array.elements());
        Object target = array.heap(0, 0, 0, 0);
        array.call("copyTo", 1L, target, 2, 2);
        assertArrayEquals(new double[] {0, 0, 2, 3}, Typed.numbers(target));
        for (String copy : List.of("copyFrom", "copyTo")) {
            refusesIndex(array, copy, 4L, target, 0, 2);
            refusesIndex(array, copy, -1L, target, 0, 2);
            refusesIndex(array, copy, Long.MAX_VALUE, target, 0, 2);
            refusesIndex(array, copy, 0L, target, 3, 2);
            refusesIndex(array, copy, 0L, target, -1, 2);
            refusesIndex(array, copy, 0L, target, 0, -1);
        }
        array.call("copyFrom", 5L, target, 4, 0);
        assertArrayEquals(new double[] {1, 2, 3, 7, 8}, array.elements());
    }

    @ParameterizedTest
    @EnumSource
    void copiesArraysThatOverlap(ElementType type) {
        Typed array = filled(type, 0, 1, 2, 3, 4, 5, 6, 7);
        array.slice(2, 8).call("copyFrom", array.slice(0, 6).handle());
        assertArrayEquals(new double[] {0, 1, 0, 1, 2, 3, 4, 5}, array.elements());
        array.slice(1, 8).call("copyTo", array.slice(0, 7).handle());
        assertArrayEquals(new double[] {1, 0, 1, 2, 3, 4, 5, 5}, array.elements());
        Object other = array.slice(0, 7).handle();
        assertThrows(IllegalArgumentException.class, () -> array.call("copyFrom", other));
        assertThrows(IllegalArgumentException.class, () -> array.call("copyTo", other));
    }

    @ParameterizedTest
    @EnumSource
    void fillAndSetAllChangeExactlyTheSlice(ElementType type) {
        Typed array = filled(type, 0, 1, 2, 3, 4, 5, 6);
        array.slice(1, 4).call("fill", array.of(-7));
        assertArrayEquals(new double[] {0, -7, -7, -7, 4, 5, 6}, array.elements());
        setAllToTripledIndex(array.array().slice(3, 6));
        assertArrayEquals(new double[] {0, -7, -7, 0, 3, 6, 6}, array.elements());
    }

    @ParameterizedTest
    @EnumSource
    void streamsInOrderAndInParallel(ElementType type) {
        Typed array = Typed.array(memory, type, 10_000);
        array.call("fill", array.of(3));
        assertEquals(30_000, sum(((BaseStream<?, ?>) array.call("stream"))));
        assertEquals(30_000, sum(((BaseStream<?, ?>) array.call("stream")).parallel()));
        Typed few = filled(type, 5, 4, 3);
        BaseStream<?, ?> stream = (BaseStream<?, ?>) few.call("stream");
        assertEquals(3, stream.spliterator().getExactSizeIfKnown());
    }

    @ParameterizedTest
    @EnumSource
    void emptyArrayHasNoElements(ElementType type) {
        Typed array = Typed.array(memory, type, 3, 0);
        assertEquals(0, array.array().length());
        refusesIndex(array, "get", 0L);
        array.call("fill", array.of(1));
        assertEquals(0, sum((BaseStream<?, ?>) array.call("stream")));
        assertEquals(0, Typed.numbers(array.call("toArray")).length);
    }

    @ParameterizedTest
    @EnumSource
    void arrayIsComparedByIdentity(ElementType type) {
        NumericArray array = Typed.array(memory, type, 3).array();
        assertFalse(array.equals(NumericArray.over(array.region())));
        assertEquals(type, array.elementType());
    }

    private Typed filled(ElementType type, double... numbers) {
        Typed array = Typed.array(memory, type, numbers.length);
        array.call("copyFrom", array.heap(numbers));
        return array;
    }

    private static void refusesIndex(Typed array, String method, Object... arguments) {
        var e =
                assertThrows(
                        IndexOutOfBoundsException.class, () -> array.call(method, arguments), method);
        assertTrue(e.getMessage().contains("length"), e.getMessage());
    }

    private static void setAllToTripledIndex(NumericArray array) {
        switch (array) {
            case ByteArray bytes -> bytes.setAll(i -> (byte) (3 * i));
            case ShortArray shorts -> shorts.setAll(i -> (short) (3 * i));
            case IntArray ints -> ints.setAll(i -> (int) (3 * i));
            case LongArray longs -> longs.setAll(i -> 3 * i);
            case FloatArray floats -> floats.setAll(i -> 3f * i);
            case DoubleArray doubles -> doubles.setAll(i -> 3.0 * i);
        }
    }

    private static double sum(BaseStream<?, ?> stream) {
        return switch (stream) {
            case IntStream ints -> ints.sum();
            case LongStream longs -> longs.sum();
            case DoubleStream doubles -> doubles.sum();
            default -> throw new AssertionError(stream);
        };
    }
}
