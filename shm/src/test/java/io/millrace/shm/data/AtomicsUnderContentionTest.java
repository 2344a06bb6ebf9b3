package io.millrace.shm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.shm.ElementType;
import io.millrace.shm.SharedMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Several threads change the same elements and their neighbours: nothing is lost.
class AtomicsUnderContentionTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 5_000;

    private static SharedMemory memory;

    @BeforeAll
    static void open() {
        memory = SharedMemory.temporary(1 << 20);
    }

    @AfterAll
    static void close() {
        memory.close();
    }

    @ParameterizedTest
    @EnumSource
    void sumsOfManyThreadsAreExact(ElementType type) throws Exception {
        Typed array = Typed.array(memory, type, 5);
        Object one = array.of(1);
        inThreads(
                thread -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        array.call(i % 2 == 0 ? "getAndAdd" : "addAndGet", (long) (i % 5), one);
                    }
                });
        Object each = array.of(THREADS * ROUNDS / 5); // byte wraps around
        for (long i = 0; i < 5; i++) {
            assertEquals(each, array.call("getVolatile", i), type + " " + i);
        }
    }

    @Test
    void neighboursInOneIntChangeIndependently() throws Exception {
        ByteArray bytes = (ByteArray) Typed.array(memory, ElementType.BYTE, 7).array();
        inThreads(
                thread -> {
                    byte expected = 0;
                    for (int i = 0; i < 10 * ROUNDS; i++) {
                        byte next = (byte) (expected + 1);
                        if (thread == 0) {
                            bytes.set(thread, next); // plain, beside the compare-and-sets
                            assertEquals(next, bytes.get(thread));
                        } else if (!bytes.compareAndSet(thread, expected, next)) {
                            throw new AssertionError("nobody else writes element " + thread);
                        }
                        expected = next;
                    }
                });
        for (int i = 0; i < 7; i++) {
            assertEquals((byte) (i < THREADS ? 10 * ROUNDS : 0), bytes.get(i));
        }
    }

    @Test
    void accumulatedMaximumIsTheGreatest() throws Exception {
        ShortArray shorts = (ShortArray) Typed.array(memory, ElementType.SHORT, 3).array();
        inThreads(
                thread -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        shorts.getAndAccumulate(1, (short) (thread * ROUNDS + i), Math::max);
                    }
                });
        assertEquals(THREADS * ROUNDS - 1, shorts.get(1));
        assertEquals(0, shorts.get(0) | shorts.get(2));
    }

    @Test
    void releasedWritesAreSeenByAnAcquiringThread() throws Exception {
        LongArray data = (LongArray) Typed.array(memory, ElementType.LONG, 64).array();
        inThreads(
                thread -> {
                    long from = thread / 2 * 32L;
                    for (long round = 1; round <= ROUNDS; round++) {
                        if (thread % 2 == 0) {
                            data.set(from + 8, round);
                            data.setRelease(from, round);
                        } else {
                            long seen = data.getAcquire(from);
                            assertEquals(true, data.get(from + 8) >= seen);
                        }
                    }
                });
        assertEquals(ROUNDS, data.get(32));
    }

    private static void inThreads(IntConsumer work) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                done.add(threads.submit(() -> work.accept(thread)));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
    }
}
