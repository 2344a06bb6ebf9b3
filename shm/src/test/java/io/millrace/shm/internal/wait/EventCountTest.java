package io.millrace.shm.internal.wait;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.Waiting;
import io.millrace.testing.LayoutTable;
import io.millrace.testing.LayoutTable.Line;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventCountTest {
    private static final Path SOURCE = Path.of("src/main/java/io/millrace/shm/internal/wait/EventCount.java");
    private static final Duration LONG = Duration.ofSeconds(20);

    /// Where a system call is refused: the kernel is never handed memory of the heap.
    private static EventCount withoutSystemCalls() {
        return new EventCount(MemorySegment.ofArray(new int[1]), 0);
    }

    private final EventCount count = new EventCount(Arena.ofAuto().allocate(4, 4), 0);

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            assertTrue(thread.join(LONG), thread::toString);
        }
    }

    @Test
    void theTableOfBitsIsTheWord() throws IOException {
        List<Line> code = EventCount.FIELDS.stream()
                .map(field -> new Line(field.name(), field.shift(), field.width()))
                .toList();
        assertEquals(code, LayoutTable.in(SOURCE, "bits"));
        assertEquals(code, LayoutTable.in(Path.of("FORMAT.md"), "bits of `EventCount`"));
    }

    @Test
    void noWakeMakesASystemCallWhileNobodySleeps() {
        List<Consumer<EventCount>> wakes =
                List.of(EventCount::wakeOne, EventCount::wakeAll, EventCount::fenceAndWakeAll, EventCount::advance);
        for (Consumer<EventCount> wake : wakes) {
            EventCount word = withoutSystemCalls();
            assertDoesNotThrow(() -> wake.accept(word));
            word.announce();
            assertThrows(IllegalArgumentException.class, () -> wake.accept(word));
            assertDoesNotThrow(() -> wake.accept(word), "the sleepers were released before");
        }
    }

    @Test
    void aWakeOfSomeMakesNoSystemCallWhileNobodySleepsOrNobodyIsNeeded() {
        EventCount word = withoutSystemCalls();
        assertFalse(word.advanceSilently());
        word.announce();
        assertTrue(word.advanceSilently());
        assertDoesNotThrow(() -> word.wake(0, 1));
        assertThrows(IllegalArgumentException.class, () -> word.wake(1, 1));
    }

    @Test
    void aWakeThatFindsFewerSleepersThanItWantsReleasesTheWord() {
        count.announce();
        assertTrue(count.advanceSilently());
        count.wake(1, 1);
        assertFalse(count.advanceSilently(), "nobody sleeps");
    }

    @Test
    void aWakeReleasesTheAnnouncedWaiterBeforeItSleeps() {
        int announced = count.announce();
        count.wakeOne();
        assertTrue(count.sleep(announced, LONG.toNanos()));
    }

    @Test
    void aSleepWithoutAWakeReturnsFalse() {
        assertFalse(count.sleep(count.announce(), Duration.ofMillis(1).toNanos()));
    }

    @Test
    void theEpochMovesWithEveryAdvanceAndWithNoAnnouncement() {
        int before = count.epoch();
        count.announce();
        assertEquals(before, count.epoch());
        count.advance();
        int after = count.epoch();
        assertTrue(after != before);
        count.advance();
        assertTrue(count.epoch() != after);
    }

    @ParameterizedTest
    @EnumSource
    void anAdvanceBetweenTheLookAndTheWaitIsNotMissed(Waiting waiting) {
        int seen = count.epoch();
        count.advance();
        assertTrue(count.awaitChange(seen, waiting, Duration.ofDays(1)));
    }

    @ParameterizedTest
    @EnumSource
    void aWaitForAnAdvanceThatDoesNotComeEndsWithItsSlice(Waiting waiting) {
        assertFalse(count.awaitChange(count.epoch(), waiting, Duration.ofMillis(2)));
    }

    /// A notifier counts on a waiter that spins to look again.
    @Test
    void aSpinEndsByNoAnnouncement() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            EventCount word = new EventCount(Arena.ofAuto().allocate(4, 4), 0);
            int seen = word.epoch();
            Thread other = Thread.ofPlatform().start(word::announce);
            Duration spin = Duration.ofMillis(10);
            long begun = System.nanoTime();
            assertFalse(word.awaitChange(seen, Waiting.SPIN, spin));
            assertTrue(System.nanoTime() - begun >= spin.toNanos());
            join(List.of(other));
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoThreadsAdvanceInTurns(Waiting waiting) throws InterruptedException {
        int rounds = 200;
        AtomicInteger turn = new AtomicInteger();
        List<Thread> both = new ArrayList<>();
        for (int one = 0; one < 2; one++) {
            int me = one;
            both.add(Thread.ofPlatform().start(() -> {
                for (int round = 0; round < rounds; round++) {
                    for (int seen = count.epoch(); turn.get() % 2 != me; seen = count.epoch()) {
                        count.awaitChange(seen, waiting, Deadline.SLICE);
                    }
                    turn.incrementAndGet();
                    count.advance();
                }
            }));
        }
        join(both);
        assertEquals(2 * rounds, turn.get());
    }

    @ParameterizedTest
    @EnumSource
    void allThreadsThatAwaitAConditionSeeItAfterOneWake(Waiting waiting) throws InterruptedException {
        AtomicInteger set = new AtomicInteger();
        List<Thread> waiters = new ArrayList<>();
        for (int one = 0; one < 4; one++) {
            waiters.add(Thread.ofPlatform().start(() -> {
                while (set.get() == 0) {
                    count.await(() -> set.get() != 0, waiting, Deadline.SLICE);
                }
            }));
        }
        set.set(1);
        count.fenceAndWakeAll();
        join(waiters);
    }

    @Test
    void oneWakePerItemIsEnoughForAllConsumers() throws InterruptedException {
        int takers = 4;
        int rounds = 200;
        AtomicInteger items = new AtomicInteger();
        AtomicInteger lateWakes = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int one = 0; one < takers; one++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int round = 0; round < rounds; round++) {
                    lateWakes.addAndGet(takeOne(items) ? 0 : 1);
                }
            }));
        }
        for (int item = 0; item < takers * rounds; item++) {
            items.incrementAndGet();
            count.wakeOne();
        }
        join(threads);
        assertEquals(0, items.get());
        assertTrue(
                lateWakes.get() < takers * rounds / 10, () -> "items that were seen only after a slice: " + lateWakes);
    }

    /// False when a slice ended although there was something to take.
    private boolean takeOne(AtomicInteger items) {
        boolean inTime = true;
        boolean slept = false;
        while (true) {
            int announced = count.announce();
            int there = items.get();
            if (there > 0 && items.compareAndSet(there, there - 1)) {
                if (slept) {
                    count.wakeOne();
                }
                return inTime;
            }
            if (there == 0) {
                slept = true;
                inTime &= count.sleep(announced, Deadline.SLICE_NANOS) || items.get() == 0;
            }
        }
    }
}
