package io.millrace.shm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongValue;
import io.millrace.testing.Await;
import io.millrace.testing.LeakCheck;
import io.millrace.testing.MemoryFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Waits for what a predicate says, and signals for a number of waiters.
@Timeout(60)
class ConditionPredicateTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final MemoryFolder folder = MemoryFolder.create();
    private final SharedMemory memory = SharedMemory.create(folder.file("predicate.mill"), SyncContract.OPTIONS);
    private final SharedLock lock = memory.newLock("l");
    private final SharedCondition condition = lock.newCondition("c");
    private final LongValue value = memory.newLongValue("v", 0);

    @AfterEach
    void nothingIsLeft() {
        memory.close();
        folder.close();
        LeakCheck.assertClosed(folder.path());
    }

    /// Counted with the lock held: whoever holds it later knows that those threads wait.
    private final LongValue arrivals = memory.newLongValue("arrivals", 0);

    private void awaitArrivals(long count) {
        Await.until("arrivals " + count, LONG, () -> arrivals.get() == count);
    }

    private Thread waiter(Runnable met) {
        return Thread.ofVirtual().start(() -> {
            lock.lock();
            try {
                condition.awaitUntil(() -> {
                    arrivals.incrementAndGet();
                    return value.get() >= 2;
                });
                met.run();
            } catch (InterruptedException never) {
                throw new AssertionError(never);
            } finally {
                lock.unlock();
            }
        });
    }

    private void holding(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    @Test
    void aWaitEndsWhenThePredicateHoldsAndNotAtEachSignal() throws InterruptedException {
        LongValue seen = memory.newLongValue("seen", 0);
        Thread waiter = waiter(() -> seen.set(value.get()));
        awaitArrivals(1);
        holding(() -> {
            value.set(1);
            condition.signalAll();
        });
        awaitArrivals(2);
        holding(() -> {
            value.set(2);
            condition.signalAll();
        });
        waiter.join();
        assertEquals(2, seen.get());
    }

    @Test
    void aPredicateThatHoldsNeedsNoSignalAndATimeOutTellsWhatItSays() throws InterruptedException {
        lock.lock();
        try {
            condition.awaitUntil(() -> true);
            assertTrue(condition.awaitUntil(() -> true, Duration.ZERO));
            assertFalse(condition.awaitUntil(() -> false, Duration.ofMillis(2)));
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> condition.awaitUntil(() -> false));
        } finally {
            lock.unlock();
        }
        assertThrows(IllegalMonitorStateException.class, () -> condition.awaitUntil(() -> false, LONG));
    }

    @Test
    void aNumberOfSignalsEndsSoManyWaits() throws Exception {
        List<Thread> waiters = new ArrayList<>();
        LongValue ended = memory.newLongValue("ended", 0);
        for (int count = 0; count < 3; count++) {
            waiters.add(Thread.ofVirtual().start(() -> {
                lock.lock();
                arrivals.incrementAndGet();
                try {
                    if (condition.await(30, TimeUnit.SECONDS)) {
                        ended.incrementAndGet();
                    }
                } catch (InterruptedException never) {
                    throw new AssertionError(never);
                } finally {
                    lock.unlock();
                }
            }));
        }
        awaitArrivals(3);
        holding(() -> condition.signal(0));
        holding(() -> condition.signal(2));
        Await.until("two", LONG, () -> ended.get() == 2);
        holding(() -> condition.signal(5));
        for (Thread waiter : waiters) {
            waiter.join();
        }
        assertEquals(3, ended.get());
        assertThrows(IllegalArgumentException.class, () -> condition.signal(-1));
        assertThrows(IllegalMonitorStateException.class, () -> condition.signal(1));
    }
}
