package io.millrace.shm.internal.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.shm.ElementType;
import org.junit.jupiter.api.Test;

class ShapesTest {
    @Test
    void lengthIsTheProduct() {
        assertEquals(344 * 403, Shapes.length(344, 403));
        assertEquals(1, Shapes.length(1, 1, 1, 1, 1, 1, 1, 1));
        assertEquals(Long.MAX_VALUE, Shapes.length(Long.MAX_VALUE));
        assertEquals(0, Shapes.length(5, 0));
        assertEquals(8L * (1L << 40), Shapes.byteSize(ElementType.DOUBLE, 1L << 20, 1L << 20));
    }

    @Test
    void badShapesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Shapes.length());
        assertThrows(IllegalArgumentException.class, () -> Shapes.length(1, 1, 1, 1, 1, 1, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> Shapes.length(3, -1));
        assertThrows(IllegalArgumentException.class, () -> Shapes.length(1L << 32, 1L << 31));
        assertThrows(IllegalArgumentException.class, () -> Shapes.length(1L << 62, 0, 4));
        assertThrows(
                IllegalArgumentException.class,
                () -> Shapes.byteSize(ElementType.SHORT, Long.MAX_VALUE));
    }
}
