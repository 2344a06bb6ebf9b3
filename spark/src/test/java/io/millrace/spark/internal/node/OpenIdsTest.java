package io.millrace.spark.internal.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenIdsTest {
    @Test
    void laterArraysAreTakenForOpen() {
        OpenIds open = new OpenIds(Set.of(2L, 4L), 6);
        assertTrue(open.isOpen(2));
        assertFalse(open.isOpen(3));
        assertFalse(open.isOpen(5));
        assertTrue(open.isOpen(6));
    }

    @Test
    void travelAsNumbers() {
        OpenIds open = new OpenIds(Set.of(2L, 4L), 6);
        assertEquals(open, OpenIds.ofMessage(open.message()));
        assertArrayEquals(new long[] {1}, new OpenIds(Set.of(), 1).message());
    }

    @Test
    void theDriverAnswersWithNumbers() {
        DriverSide driver = new DriverSide();
        long id = OpenArrayIds.open();
        OpenIds answer = OpenIds.ofMessage(assertInstanceOf(long[].class, driver.receive(ExecutorSide.WHICH_ARE_OPEN)));
        assertTrue(answer.isOpen(id));
        OpenArrayIds.close(id);
        answer = OpenIds.ofMessage(assertInstanceOf(long[].class, driver.receive(ExecutorSide.WHICH_ARE_OPEN)));
        assertFalse(answer.isOpen(id));
        assertThrows(IllegalArgumentException.class, () -> driver.receive("what else"));
    }
}
