package io.millrace.shm.internal.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    @Test
    void aWaitForEverIsDoneInSlices() {
        Deadline deadline = Deadline.forever();
        assertFalse(deadline.isOver());
        assertEquals(Deadline.SLICE, deadline.slice());
    }

    @Test
    void zeroOrLessMeansNotToWait() {
        assertTrue(Deadline.of(Duration.ZERO).isOver());
        assertTrue(Deadline.of(Duration.ofNanos(-1)).isOver());
        assertTrue(Deadline.of(Duration.ofSeconds(Long.MIN_VALUE)).isOver());
        assertEquals(Duration.ZERO, Deadline.of(Duration.ofSeconds(Long.MIN_VALUE)).slice());
        assertTrue(Deadline.ofNanos(Long.MIN_VALUE).isOver());
    }

    @Test
    void theLongestTimesDoNotOverflow() {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
        assertFalse(Deadline.of(longest).isOver());
        assertEquals(Deadline.SLICE, Deadline.of(longest).slice());
        assertFalse(Deadline.ofNanos(Long.MAX_VALUE).isOver());
    }

    @Test
    void theLastSliceIsWhatIsLeft() {
        Deadline deadline = Deadline.of(Duration.ofMillis(20));
        assertTrue(deadline.slice().compareTo(Duration.ofMillis(20)) <= 0);
        assertTrue(deadline.leftNanos() <= Duration.ofMillis(20).toNanos());
    }
}
