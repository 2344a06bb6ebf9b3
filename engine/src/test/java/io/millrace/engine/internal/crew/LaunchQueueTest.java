package io.millrace.engine.internal.crew;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaunchQueueTest {
    private long now = 1;
    private final BitSet ready = new BitSet();
    private final LaunchQueue queue = new LaunchQueue(6, 2, () -> now);

    LaunchQueueTest() {
        IntStream.range(0, 6).forEach(queue::add);
    }

    private int poll() {
        return queue.poll(ready::get);
    }

    @Test
    void aFewStartAtATimeAndTheNextWhenOneHasOccupiedItsSlotOrEnded() {
        assertEquals(0, poll());
        assertEquals(1, poll());
        assertEquals(-1, poll());
        ready.set(1);
        assertEquals(2, poll());
        assertEquals(-1, poll());
        queue.ended(0);
        assertEquals(3, poll());
        assertEquals(-1, poll());
    }

    @Test
    void slowStartsDoNotDelayTheOthers() {
        poll();
        poll();
        now += Duration.ofMillis(499).toNanos();
        assertEquals(-1, poll());
        now += Duration.ofMillis(1).toNanos();
        assertEquals(2, poll());
        assertEquals(3, poll());
        assertEquals(-1, poll());
    }

    @Test
    void aSlotThatIsRemovedOrAddedTwiceIsNotLaunchedTwice() {
        queue.add(0);
        queue.remove(1);
        assertEquals(0, poll());
        assertEquals(2, poll());
        queue.clear();
        assertTrue(queue.isEmpty());
    }
}
