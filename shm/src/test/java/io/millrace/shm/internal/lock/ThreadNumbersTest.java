package io.millrace.shm.internal.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThreadNumbersTest {
    private final NumberPool pool = new NumberPool(100);

    private static Thread ended() {
        Thread thread = Thread.ofVirtual().start(() -> {});
        Await.until("ended", Duration.ofSeconds(10), () -> thread.getState() == Thread.State.TERMINATED);
        return thread;
    }

    @Test
    void aThreadKeepsItsNumberAndOthersHaveOthers() throws InterruptedException {
        int own = ThreadNumbers.current();
        assertEquals(own, ThreadNumbers.current());
        assertTrue(own >= 1 && own <= ThreadNumbers.MAX);
        AtomicInteger other = new AtomicInteger();
        Thread.ofVirtual().start(() -> other.set(ThreadNumbers.current())).join();
        assertNotEquals(0, other.get());
        assertNotEquals(own, other.get());
        assertFalse(ThreadNumbers.hasEnded(own));
    }

    @Test
    void numbersOfNoLivingThreadCountAsEnded() {
        assertTrue(pool.hasEnded(0));
        assertTrue(pool.hasEnded(-1));
        assertTrue(pool.hasEnded(1));
        assertTrue(pool.hasEnded(Integer.MAX_VALUE));
        int number = pool.take(Thread.currentThread());
        assertFalse(pool.hasEnded(number));
        assertTrue(pool.hasEnded(pool.take(ended())));
    }

    @Test
    void aNumberIsReusedOnlyAfterEveryKeeperHasReleasedIt() throws InterruptedException {
        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        try (var one = pool.register(ended -> IntStream.rangeClosed(1, 100).filter(ended).forEach(first::add));
                var two = pool.register(ended -> IntStream.rangeClosed(1, 100).filter(ended).forEach(second::add))) {
            CountDownLatch end = new CountDownLatch(1);
            Thread living = Thread.ofVirtual().start(() -> awaitQuietly(end));
            int kept = pool.take(living);
            int gone = pool.take(ended());
            one.tend();
            assertEquals(List.of(gone), first);
            assertNotEquals(gone, pool.take(Thread.currentThread()));
            two.tend();
            one.tend();
            assertEquals(List.of(gone), second);
            assertEquals(List.of(gone), first);
            assertEquals(gone, pool.take(Thread.currentThread()));
            assertFalse(pool.hasEnded(kept));
            end.countDown();
            living.join();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException wanted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aClosedKeeperKeepsNoNumber() {
        var keeper = pool.register(ended -> {});
        int gone = pool.take(ended());
        keeper.close();
        assertEquals(gone, pool.take(Thread.currentThread()));
    }

    @Test
    void whenNumbersRunOutTheEndedAreLookedForAtOnce() {
        AtomicInteger asked = new AtomicInteger();
        try (var _ = pool.register(ended -> asked.incrementAndGet())) {
            Thread gone = ended();
            for (int count = 0; count < 250; count++) {
                int number = pool.take(gone);
                assertTrue(number >= 1 && number <= 100);
            }
        }
        assertEquals(2, asked.get());
    }

    @Test
    void fewNumbersAreKeptForEndedThreadsAlsoWhereNobodyLooksForThem() {
        NumberPool large = new NumberPool(ThreadNumbers.MAX);
        Thread gone = ended();
        int highest = 0;
        for (int count = 0; count < 20_000; count++) {
            highest = Math.max(highest, large.take(gone));
        }
        assertEquals(4096, highest);
        for (int count = 0; count < 10_000; count++) {
            highest = Math.max(highest, large.take(Thread.currentThread()));
        }
        assertTrue(highest >= 10_000);
    }

    @Test
    void tooManyLivingThreadsAreRefused() {
        for (int count = 0; count < 100; count++) {
            pool.take(Thread.currentThread());
        }
        assertThrows(IllegalStateException.class, () -> pool.take(Thread.currentThread()));
    }
}
