package io.millrace.shm.internal.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.Waiting;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FutexWordTest {
    private static final Duration SLICE = Duration.ofMillis(20);

    private final Arena arena = Arena.ofShared();
    private final FutexWord word = new FutexWord(arena.allocate(8, 4), 4);

    @ParameterizedTest
    @EnumSource
    void aWaitForAChangeThatDoesNotComeEndsWithItsSlice(Waiting waiting) {
        long start = System.nanoTime();
        assertFalse(word.awaitChange(0, waiting, SLICE));
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
    }

    @ParameterizedTest
    @EnumSource
    void aChangeThatCameAlreadyIsSeenAtOnce(Waiting waiting) {
        word.setRelease(1);
        assertTrue(word.awaitChange(0, waiting, Duration.ofDays(1)));
    }

    @ParameterizedTest
    @EnumSource
    void twoThreadsHandTheWordToEachOther(Waiting waiting) throws InterruptedException {
        int rounds = 200;
        Thread other = Thread.ofPlatform().start(() -> {
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
        assertTrue(other.join(Duration.ofSeconds(20)));
        assertEquals(2 * rounds, word.getVolatile());
    }

    private void awaitValue(int value, Waiting waiting) {
        for (int seen = word.getAcquire(); seen != value; seen = word.getAcquire()) {
            word.awaitChange(seen, waiting, SLICE);
        }
    }

    @Test
    void aLongSleepIsCutAtFiftyMilliseconds() {
        long start = System.nanoTime();
        assertFalse(word.awaitChange(0, Waiting.PARK, Duration.ofDays(1)));
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos());
    }

    @Test
    void anInterruptDoesNotEndAWaitAndIsKept() {
        Thread.currentThread().interrupt();
        assertFalse(word.awaitChange(0, Waiting.PARK, SLICE));
        assertTrue(Thread.interrupted());
    }

    @Test
    void onlyOneOfTwoCompareAndSetsWins() {
        assertTrue(word.compareAndSet(0, 5));
        assertFalse(word.compareAndSet(0, 6));
        assertEquals(5, word.getAcquire());
    }

    @Test
    void aWordMustBeAlignedAndInside() {
        MemorySegment memory = arena.allocate(8, 8);
        assertThrows(IllegalArgumentException.class, () -> new FutexWord(memory, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> new FutexWord(memory, 8));
    }
}
