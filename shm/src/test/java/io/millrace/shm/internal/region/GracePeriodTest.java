package io.millrace.shm.internal.region;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GracePeriodTest {
    private final GracePeriod access = new GracePeriod();

    @Test
    void whenNoThreadIsInsideEveryEarlierPhaseIsPast() {
        assertTrue(access.isPast(access.phase()));
    }

    @Test
    void threadsThatEnteredBeforeAreAwaitedAndLaterOnesAreNot() {
        int before = access.enter();
        long closed = access.phase();
        assertFalse(access.isPast(closed));
        int after = access.enter();
        assertFalse(access.isPast(closed));
        access.exit(before);
        assertTrue(access.isPast(closed));
        long closedLater = access.phase();
        assertFalse(access.isPast(closedLater));
        access.exit(after);
        assertTrue(access.isPast(closedLater));
    }

    /// A thread that goes in again and again, never out for long, keeps nobody waiting for ever.
    @Test
    void aBusyThreadDoesNotKeepThePhaseFromGoingOn() throws InterruptedException {
        Thread busy = Thread.ofPlatform().start(() -> {
            int ticket = access.enter();
            while (!Thread.currentThread().isInterrupted()) {
                int next = access.enter();
                access.exit(ticket);
                ticket = next;
            }
            access.exit(ticket);
        });
        for (int round = 0; round < 1000; round++) {
            long closed = access.phase();
            while (!access.isPast(closed)) {
                Thread.onSpinWait();
            }
        }
        busy.interrupt();
        assertTrue(busy.join(Duration.ofSeconds(10)));
    }
}
