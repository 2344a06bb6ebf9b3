package io.millrace.shm.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FutexTest {
    private static final long LONG = Duration.ofMinutes(1).toNanos();

    private final MemorySegment word = Arena.ofAuto().allocate(4, 4);

    private CompletableFuture<Boolean> sleeper(int bitset) {
        return CompletableFuture.supplyAsync(
                () -> Futex.await(word, 0, LONG, bitset),
                command -> Thread.ofPlatform().start(command));
    }

    /// Repeats the wake until the sleeper has gone to sleep.
    private void wakeOne(int bitset) {
        while (Futex.wake(word, 1, bitset) == 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aWakeReachesOnlySleepersThatShareABitWithIt() {
        CompletableFuture<Boolean> first = sleeper(0b0011);
        CompletableFuture<Boolean> second = sleeper(0b1100);
        wakeOne(0b0100);
        assertTrue(second.join());
        assertEquals(0, Futex.wake(word, 1, 0b1100));
        assertFalse(first.isDone());
        wakeOne(0b0010);
        assertTrue(first.join());
    }

    @Test
    void aWakeOfAnySleeperReachesOneWithABitset() {
        CompletableFuture<Boolean> sleeper = sleeper(1 << 31);
        while (Futex.wake(word, 1) == 0) {
            Thread.onSpinWait();
        }
        assertTrue(sleeper.join());
    }

    @Test
    void aSleepWithABitsetLastsAsLongAsItIsToldTo() {
        long nanos = 3_000_000;
        long begin = System.nanoTime();
        assertFalse(Futex.await(word, 0, nanos, 1));
        assertTrue(System.nanoTime() - begin >= nanos);
        assertFalse(Futex.await(word, 1, LONG, 1), "the word is another");
    }
}
