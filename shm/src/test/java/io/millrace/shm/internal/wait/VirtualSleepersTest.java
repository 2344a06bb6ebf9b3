package io.millrace.shm.internal.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import io.millrace.shm.internal.wait.FutexWord.Sleep;
import io.millrace.shm.sync.SharedCondition;
import io.millrace.shm.sync.SharedLock;
import io.millrace.testing.Await;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Virtual threads on a word.
class VirtualSleepersTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Arena arena = Arena.ofShared();
    private final FutexWord word = new FutexWord(arena.allocate(4, 4), 0);

    private static void join(Thread thread) throws InterruptedException {
        assertTrue(thread.join(LONG), thread::toString);
    }

    @ParameterizedTest
    @EnumSource
    void aVirtualAndAPlatformThreadHandTheWordToEachOther(Waiting waiting) throws InterruptedException {
        int rounds = 100;
        Thread virtual = Thread.ofVirtual().start(() -> {
            for (int round = 0; round < rounds; round++) {
                awaitValue(2 * round + 1, waiting);
                word.addAndGet(1);
                word.wakeAll();
            }
        });
        for (int round = 0; round < rounds; round++) {
            word.addAndGet(1);
            word.wakeAll();
            awaitValue(2 * round + 2, waiting);
        }
        join(virtual);
    }

    private void awaitValue(int value, Waiting waiting) {
        for (int seen = word.getAcquire(); seen != value; seen = word.getAcquire()) {
            word.awaitChange(seen, waiting, Deadline.SLICE);
        }
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() throws InterruptedException {
        AtomicBoolean changed = new AtomicBoolean(true);
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread sleeper = Thread.ofVirtual().start(() -> {
            do {
                changed.set(word.awaitChange(0, Waiting.PARK, Deadline.SLICE));
            } while (!Thread.currentThread().isInterrupted());
            // one that came before does not end a wait
            changed.compareAndSet(false, word.awaitChange(0, Waiting.PARK, Duration.ofMillis(5)));
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        sleeper.interrupt();
        join(sleeper);
        assertFalse(changed.get());
        assertTrue(interrupted.get());
    }

    @Test
    void oneWakeReleasesAllSleepersButOnlyOneThatSleepsForOne() throws InterruptedException {
        AtomicInteger awake = new AtomicInteger();
        List<Thread> all = new ArrayList<>();
        for (int count = 0; count < 20; count++) {
            all.add(Thread.ofVirtual().start(() -> {
                while (word.getAcquire() == 0) {
                    word.sleep(0, Deadline.SLICE.toNanos(), Sleep.ALL);
                }
                awake.incrementAndGet();
            }));
        }
        word.addAndGet(1);
        word.wakeAll();
        for (Thread thread : all) {
            join(thread);
        }
        assertEquals(20, awake.get());
    }

    /// A wake that comes before the host sleeps is no wake for the kernel: the value has to tell.
    @Test
    void twoThatHandALockToEachOtherMissHardlyAnyWake() throws InterruptedException {
        int turns = 300;
        AtomicInteger late = new AtomicInteger();
        AtomicInteger turn = new AtomicInteger();
        try (SharedMemory memory = SharedMemory.temporary(1 << 20)) {
            SharedLock lock = memory.newLock("l");
            SharedCondition moved = lock.newCondition("c");
            List<Thread> both = new ArrayList<>();
            for (int one = 0; one < 2; one++) {
                int me = one;
                both.add(Thread.ofVirtual().start(() -> {
                    for (int count = 0; count < turns; count++) {
                        lock.lock();
                        try {
                            long start = System.nanoTime();
                            while (turn.get() != me) {
                                moved.awaitUninterruptibly();
                            }
                            late.addAndGet(System.nanoTime() - start < Deadline.SLICE.toNanos() * 8 / 10 ? 0 : 1);
                            turn.set(1 - me);
                            moved.signal();
                        } finally {
                            lock.unlock();
                        }
                    }
                }));
            }
            for (Thread thread : both) {
                join(thread);
            }
        }
        assertTrue(late.get() < turns / 10, () -> "whole slices waited for: " + late);
    }

    @Test
    void inALargeCrowdEachSleeperLooksLessOften() throws InterruptedException {
        int crowd = 10 * 16;
        long start = System.nanoTime();
        List<Thread> all = new ArrayList<>();
        for (int count = 0; count < crowd; count++) {
            all.add(Thread.ofVirtual().start(() -> word.sleep(0, LONG.toNanos(), Sleep.ALL)));
        }
        for (Thread thread : all) {
            join(thread);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(Deadline.SLICE.multipliedBy(9)) > 0, () -> "the last was back after " + took);
    }

    @Test
    void theHostThreadEndsWhenNoThreadSleepsAndStartsAgain() throws InterruptedException {
        String name = "millrace-host-of-virtual-sleepers";
        for (int round = 0; round < 2; round++) {
            join(Thread.ofVirtual().start(() -> word.awaitChange(0, Waiting.PARK, Duration.ofMillis(1))));
            Await.until("host gone", LONG, () -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals(name)));
        }
    }

    @Test
    void theMemoryCanBeClosedWhenNoThreadSleeps() throws InterruptedException {
        AtomicBoolean leave = new AtomicBoolean();
        Thread sleeper = Thread.ofVirtual().start(() -> {
            while (!leave.get()) {
                word.awaitChange(0, Waiting.PARK, Deadline.SLICE);
            }
        });
        Await.until("asleep", LONG, () -> sleeper.getState() == Thread.State.TIMED_WAITING);
        leave.set(true);
        join(sleeper);
        Await.until("closed", LONG, () -> {
            try {
                arena.close();
                return true;
            } catch (IllegalStateException inUse) {
                return false;
            }
        });
        assertThrows(IllegalStateException.class, () -> word.awaitChange(0, Waiting.PARK, Deadline.SLICE));
    }
}
