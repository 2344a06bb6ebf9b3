package io.millrace.shm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.ElementType;
import io.millrace.shm.SharedMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Fractions are compared by their bits, not by `==`.
class FloatingPointBitsTest {
    private final SharedMemory memory = SharedMemory.temporary(1 << 20);
    private final DoubleArray doubles =
            (DoubleArray) Typed.array(memory, ElementType.DOUBLE, 2).array();
    private final FloatArray floats =
            (FloatArray) Typed.array(memory, ElementType.FLOAT, 2).array();

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void zerosOfDifferentSignAreDifferent() {
        assertFalse(doubles.compareAndSet(0, -0.0, 1));
        assertTrue(doubles.compareAndSet(0, 0.0, -0.0));
        assertFalse(doubles.compareAndSet(0, 0.0, 1));
        assertFalse(floats.compareAndSet(0, -0.0f, 1));
        assertTrue(floats.compareAndSet(0, 0.0f, -0.0f));
        assertFalse(floats.compareAndSet(0, 0.0f, 1));
    }

    @Test
    void nanEqualsItselfAndNoOtherNan() {
        double payload = Double.longBitsToDouble(0x7ff8_0000_0000_1234L);
        doubles.set(1, payload);
        assertFalse(doubles.compareAndSet(1, Double.NaN, 1));
        assertTrue(doubles.compareAndSet(1, payload, Double.NaN));
        assertTrue(doubles.compareAndSet(1, Double.NaN, 1));
        float narrow = Float.intBitsToFloat(0x7fc0_1234);
        floats.set(1, narrow);
        assertFalse(floats.compareAndSet(1, Float.NaN, 1));
        assertTrue(floats.compareAndSet(1, narrow, Float.NaN));
        assertTrue(floats.compareAndSet(1, Float.NaN, 1));
    }

    @Test
    void addingToNanEnds() {
        doubles.set(0, Double.NaN);
        floats.set(0, Float.NaN);
        assertTrue(Double.isNaN(doubles.getAndAdd(0, 1)));
        assertTrue(Float.isNaN(floats.addAndGet(0, 1)));
    }

    @Test
    void floatOperationsAreRoundedToFloat() {
        floats.set(0, 0.1f);
        floats.getAndAccumulate(0, 0.2f, Float::sum);
        assertEquals(0.1f + 0.2f, floats.get(0));
    }
}
