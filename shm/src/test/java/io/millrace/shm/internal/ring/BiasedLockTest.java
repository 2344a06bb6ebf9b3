package io.millrace.shm.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.internal.wait.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BiasedLockTest {
    private static final Deadline NONE = Deadline.ofNanos(0);

    private int left;
    private final BiasedLock guard = new BiasedLock(BiasedLockTest::refuse, () -> left++);
    private long unsafeCount;

    private static void refuse() {
        throw new ArithmeticException("closed");
    }

    private void count(int rounds, boolean release) throws InterruptedException {
        for (int round = 0; round < rounds; round++) {
            assertTrue(guard.enter(Deadline.forever()));
            unsafeCount++;
            guard.exit();
            if (release && round % 3000 == 0) {
                Thread.yield();
            }
        }
    }

    /// Long runs of one thread make it seated again, so seats come and go.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void onlyOneThreadIsInsideAtATime(int threads) throws InterruptedException {
        int rounds = 100_000;
        List<Thread> all = new ArrayList<>();
        for (int number = 0; number < threads; number++) {
            boolean yields = number % 2 == 0;
            all.add(Thread.ofPlatform().start(() -> {
                try {
                    count(rounds, yields);
                } catch (InterruptedException end) {
                    throw new AssertionError(end);
                }
            }));
        }
        for (Thread thread : all) {
            assertTrue(thread.join(Duration.ofSeconds(60)));
        }
        assertEquals((long) threads * rounds, unsafeCount);
    }

    @Test
    void aThreadInsideKeepsOthersAndTheCloserOut() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Thread other = Thread.ofPlatform().start(() -> {
            guard.enterUninterrupted(Deadline.forever());
            inside.countDown();
            try {
                leave.await();
            } catch (InterruptedException end) {
                throw new AssertionError(end);
            }
            guard.exit();
        });
        inside.await();
        assertFalse(guard.enter(NONE));
        assertFalse(guard.enter(Deadline.of(Duration.ofMillis(5))));
        assertFalse(guard.tryClose());
        leave.countDown();
        assertTrue(guard.enter(Deadline.forever()));
        guard.exit();
        assertTrue(other.join(Duration.ofSeconds(10)));
        assertTrue(guard.tryClose());
        assertThrows(ArithmeticException.class, () -> guard.enter(Deadline.forever()));
    }

    @Test
    void aThreadCannotEnterTwice() throws InterruptedException {
        assertTrue(guard.enter(NONE));
        assertThrows(IllegalStateException.class, () -> guard.enter(NONE));
        assertFalse(guard.tryClose());
        guard.exit();
        assertThrows(IllegalStateException.class, () -> {
            guard.enterUninterrupted(NONE);
            guard.enterUninterrupted(NONE);
        });
        guard.exit();
        assertTrue(guard.tryClose());
        assertTrue(guard.tryClose());
        assertThrows(ArithmeticException.class, () -> guard.enter(NONE));
    }

    /// A closer comes while its thread runs in and out of the seat.
    @Test
    void afterClosingNoThreadIsInside() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            BiasedLock fresh = new BiasedLock(BiasedLockTest::refuse, () -> {});
            long[] count = new long[1];
            Thread runner = Thread.ofPlatform().start(() -> {
                try {
                    while (fresh.enterUninterrupted(Deadline.forever())) {
                        count[0]++;
                        fresh.exit();
                    }
                } catch (ArithmeticException closed) {
                    count[0] = -count[0];
                }
            });
            while (!fresh.tryClose()) {
                Thread.onSpinWait();
            }
            long seen = count[0];
            assertTrue(runner.join(Duration.ofSeconds(10)));
            assertEquals(Math.abs(seen), Math.abs(count[0]));
        }
    }

    /// The first time by the lock, later by the seat.
    @ParameterizedTest
    @ValueSource(ints = {1, 5000})
    void aThreadThatEndsInsideIsThrownOut(int entriesLeft) throws InterruptedException {
        Thread.ofPlatform()
                .start(() -> {
                    for (int turn = 1; turn < entriesLeft; turn++) {
                        guard.enterUninterrupted(Deadline.forever());
                        guard.exit();
                    }
                    guard.enterUninterrupted(Deadline.forever());
                })
                .join();
        assertTrue(guard.enter(Deadline.of(Duration.ofSeconds(10))));
        assertEquals(1, left);
        guard.exit();
        assertTrue(guard.enter(NONE));
        guard.exit();
        assertEquals(1, left);
        assertTrue(guard.tryClose());
    }

    @Test
    void aThreadThatEndedInsideDoesNotKeepItOpen() throws InterruptedException {
        Thread.ofPlatform().start(() -> guard.enterUninterrupted(Deadline.forever())).join();
        assertTrue(guard.tryClose());
        assertEquals(1, left);
    }
}
