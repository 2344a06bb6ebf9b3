package io.millrace.shm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    @Test
    void whoWaitsForeverDoesSoInSlices() {
        Patience patience = Patience.forever();
        assertFalse(patience.isOver());
        assertEquals(Patience.SLICE, patience.slice());
    }

    @Test
    void zeroOrLessMeansNotToWait() {
        assertTrue(Patience.of(Duration.ZERO).isOver());
        assertTrue(Patience.of(Duration.ofNanos(-1)).isOver());
        assertTrue(Patience.of(Duration.ofSeconds(Long.MIN_VALUE)).isOver());
        assertEquals(Duration.ZERO, Patience.of(Duration.ofSeconds(Long.MIN_VALUE)).slice());
        assertTrue(Patience.ofNanos(Long.MIN_VALUE).isOver());
    }

    @Test
    void theLongestTimesDoNotOverflow() {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
        assertFalse(Patience.of(longest).isOver());
        assertEquals(Patience.SLICE, Patience.of(longest).slice());
        assertFalse(Patience.ofNanos(Long.MAX_VALUE).isOver());
    }

    @Test
    void theLastSliceIsWhatIsLeft() {
        Patience patience = Patience.of(Duration.ofMillis(20));
        assertTrue(patience.slice().compareTo(Duration.ofMillis(20)) <= 0);
        assertTrue(patience.leftNanos() <= Duration.ofMillis(20).toNanos());
    }
}
