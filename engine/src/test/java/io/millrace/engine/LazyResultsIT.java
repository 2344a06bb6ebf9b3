package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.WorkerException;
import io.millrace.shm.sync.SharedEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Results that come while the input is read, for every kind of worker.
@Timeout(60)
class LazyResultsIT {
    private static final TaskBed BED = new TaskBed();

    private static Pool pool(WorkerKind kind) {
        return BED.pool(kind);
    }

    @AfterAll
    static void close() {
        BED.close();
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void anInputThatThrowsYieldsTheWholeBatchesBeforeAndThenItsException(WorkerKind kind) {
        Pool pool = pool(kind);
        assertEquals(6, yieldedBeforeTheError(pool.mapLazily(TaskBed.failingAfter(7), x -> x * x, 2)));
        assertEquals(4, yieldedBeforeTheError(pool.mapLazily(TaskBed.failingAfter(7), x -> x * x, 4)));
        assertEquals(3, yieldedBeforeTheError(pool.mapLazily(TaskBed.failingAfter(3), x -> x * x, 1)));
        assertEquals(7, yieldedBeforeTheError(pool.mapLazily(TaskBed.failingAfter(7), x -> x * x)));
        assertEquals(0, yieldedBeforeTheError(pool.mapLazily(TaskBed.failingAfter(0), x -> x * x)));
        Iterable<Integer> none = () -> {
            throw new IllegalStateException("input");
        };
        assertEquals(0, yieldedBeforeTheError(pool.mapUnordered(none, x -> x * x)));
    }

    private static int yieldedBeforeTheError(Results<Integer> results) {
        try (results) {
            int yielded = 0;
            while (true) {
                try {
                    int square = results.next();
                    assertEquals(yielded * yielded, square);
                    yielded++;
                } catch (IllegalStateException ofInput) {
                    assertEquals("input", ofInput.getMessage());
                    assertFalse(results.hasNext(), "it ends with the input's exception");
                    assertThrows(NoSuchElementException.class, results::next);
                    return yielded;
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void lazyResultsThrowInTheirPlaceAndGoOnBehindIt(WorkerKind kind) {
        Pool pool = pool(kind);
        List<Integer> seen = new ArrayList<>();
        try (Results<Integer> results = pool.mapLazily(List.of(5, 0, 2), x -> 10 / x)) {
            seen.add(results.next());
            assertInstanceOf(
                    ArithmeticException.class,
                    assertThrows(WorkerException.class, results::next).getCause());
            results.forEachRemaining(seen::add);
        }
        assertEquals(List.of(2, 5), seen);
        List<Integer> items = IntStream.range(0, 3_000).boxed().toList();
        try (Results<Integer> results = pool.mapUnordered(items, x -> -x)) {
            assertEquals(
                    IntStream.range(0, 3_000).map(x -> -x).boxed().collect(Collectors.toSet()),
                    new HashSet<>(results.stream().toList()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "THREAD"})
    void aSlowItemDoesNotHoldUpTheFinishedOnesOfItsBatch(WorkerKind kind) {
        Pool pool = pool(kind);
        SharedEvent go = pool.memory().newEvent("go");
        RemoteFunction<Integer, Integer> function = x -> {
            if (x == 3) {
                go.await();
            }
            return x;
        };
        try (Results<Integer> results = pool.mapUnordered(List.of(1, 2, 3, 4), function, 4)) {
            assertEquals(1, results.next());
            assertEquals(2, results.next());
            go.set();
            assertEquals(3, results.next());
            assertEquals(4, results.next());
            assertFalse(results.hasNext());
        }
        pool.memory().drop("go");
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void anEndlessInputIsReadOnlySoFarAhead(WorkerKind kind) {
        AtomicInteger read = new AtomicInteger();
        Iterable<Integer> endless = () -> IntStream.generate(read::getAndIncrement).boxed().iterator();
        try (Results<Integer> results = pool(kind).mapLazily(endless, x -> x + 1, 5)) {
            for (int i = 0; i < 100; i++) {
                assertEquals(i + 1, results.next());
            }
            int most = 100 + 5 * 4 * 2 + 1;
            assertTrue(read.get() <= most, () -> "read " + read.get());
        }
    }

    /// The next item depends on a result: neither may wait for a batch to be full.
    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void aResultArrivesWhileTheInputWaits(WorkerKind kind) throws Exception {
        BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
        Iterable<Integer> asTheyCome = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                try {
                    return queue.take();
                } catch (InterruptedException never) {
                    throw new AssertionError(never);
                }
            }
        };
        queue.put(1);
        try (Results<Integer> results = pool(kind).mapLazily(asTheyCome, x -> x * 2)) {
            for (int expected = 2; expected < 2_000; expected *= 2) {
                int next = results.next();
                assertEquals(expected, next);
                queue.put(next);
            }
        }
        queue.put(0);
    }
}
