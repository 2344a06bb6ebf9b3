package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.JobCancelledException;
import io.millrace.shm.NotTransportableException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.sync.SharedEvent;
import io.millrace.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Object tasks do the same for every kind of worker.
@Timeout(60)
class TaskJobsIT {
    private static final Map<WorkerKind, Pool> POOLS = new EnumMap<>(WorkerKind.class);

    /// One pool of each kind, in a file of its own, serves all tests.
    private static Pool pool(WorkerKind kind) {
        return POOLS.computeIfAbsent(
                kind,
                one -> Pool.start(
                        SharedMemory.temporary(64L << 20),
                        PoolOptions.defaults().workers(2).workerKind(one).jvmArgs("-XX:TieredStopAtLevel=1")));
    }

    @AfterAll
    static void closeAll() {
        for (Pool pool : POOLS.values()) {
            SharedMemory memory = pool.memory();
            pool.close();
            assertEquals(1, memory.processes().size(), () -> "still there: " + memory.processes());
            assertTrue(
                    memory.allRegions().stream().noneMatch(region -> region.kind().name().equals("ENGINE")),
                    () -> "left behind: " + memory.allRegions());
            memory.close();
        }
        POOLS.clear();
    }

    record Point(int x, int y) {}

    static Point mirrored(Point point) {
        return new Point(point.y, point.x);
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void resultsComeInTheOrderOfTheItemsWhateverTheyAre(WorkerKind kind) {
        Pool pool = pool(kind);
        assertEquals(List.of(1, 2), pool.mapAll(List.of("a", "bb"), String::length));
        assertEquals(List.of(), pool.mapAll(List.<Integer>of(), x -> x));
        assertEquals(
                List.of(new Point(2, 1), new Point(4, 3)),
                pool.mapAll(List.of(new Point(1, 2), new Point(3, 4)), TaskJobsIT::mirrored));
        List<@Nullable Integer> some = Arrays.asList(1, null, 3);
        assertEquals(Arrays.asList(null, "null", "3"), pool.mapAll(some, x -> x != null && x == 1 ? null : "" + x));
        List<Integer> many = IntStream.range(0, 20_000).boxed().toList();
        assertEquals(IntStream.range(0, 20_000).map(x -> x * x).boxed().toList(), pool.mapAll(many, x -> x * x));
        assertEquals(
                IntStream.range(0, 20_000).map(x -> x + 1).boxed().toList(), pool.mapAllAsync(many, x -> x + 1).join());
        assertThrows(UnsupportedOperationException.class, () -> pool.mapAll(List.of(1, 2), x -> x).set(0, 7));
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void aSubmittedTaskSeesWhatItCapturedAndTheSharedMemory(WorkerKind kind) throws Exception {
        Pool pool = pool(kind);
        LongArray cells = pool.memory().newLongArray("cells", 8);
        String text = "captured";
        Job<Integer> length = pool.submit(() -> text.length());
        Job<@Nullable Void> nothing = pool.submit(() -> cells.set(3, 33));
        assertEquals(8, length.get());
        assertNull(nothing.get(10, TimeUnit.SECONDS));
        assertEquals(33, cells.get(3));
        assertEquals(1.0, length.progress());
        List<RemoteCallable<String>> tasks = List.of(() -> "one", () -> "two");
        assertEquals(
                List.of("one", "two"),
                pool.<String>submitAll(tasks).stream().map(Job::join).toList());
        AtomicReference<String> later = new AtomicReference<>();
        pool.submit(() -> text + "!").thenAccept(later::set).join();
        assertEquals("captured!", later.get());
        pool.memory().drop("cells");
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void theFailureOfTheLowestIndexIsThrownWhenAllHaveRun(WorkerKind kind) {
        Pool pool = pool(kind);
        LongArray ran = pool.memory().newLongArray("ran", 100);
        List<Integer> items = IntStream.range(0, 100).boxed().toList();
        WorkerException failure = assertThrows(WorkerException.class, () -> pool.mapAll(items, x -> {
            ran.getAndAdd(x, 1);
            if (x % 40 == 37) {
                throw new IllegalArgumentException("no " + x);
            }
            return x;
        }));
        assertEquals(IllegalArgumentException.class, failure.getCause().getClass());
        assertEquals("no 37", failure.getCause().getMessage());
        assertEquals(37, failure.chunk());
        assertTrue(failure.getMessage().contains("no 37"), failure::getMessage);
        assertEquals(100, LongStream.of(ran.toArray()).sum(), "all have run, once");
        pool.memory().drop("ran");
        ExecutionException async = assertThrows(ExecutionException.class, () -> pool.submit(() -> {
                    throw new java.io.IOException("disk");
                }).get());
        assertInstanceOf(java.io.IOException.class, async.getCause().getCause());
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void outcomesTellOfEachItemAndNothingIsThrown(WorkerKind kind) {
        List<Outcome<Integer, Integer>> outcomes = pool(kind).mapOutcomes(List.of(4, 0, 2), x -> 8 / x);
        assertEquals(List.of(4, 0, 2), outcomes.stream().map(Outcome::input).toList());
        assertEquals(List.of(0L, 1L, 2L), outcomes.stream().map(Outcome::index).toList());
        assertEquals(2, outcomes.get(0).value());
        assertFalse(outcomes.get(1).isSuccess());
        assertInstanceOf(ArithmeticException.class, outcomes.get(1).failure().getCause());
        assertEquals(4, outcomes.get(2).value());
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void whatCannotTravelIsRefusedByTheCallAndNothingOfItGoesOn(WorkerKind kind) {
        Pool pool = pool(kind);
        Object anchor = new Object();
        assertThrows(NotTransportableException.class, () -> pool.submit(() -> anchor.hashCode()));
        assertThrows(NotTransportableException.class, () -> pool.mapAll(List.of(1, new Object()), x -> 1));
        assertThrows(NullPointerException.class, () -> pool.mapAll(List.of(1), null));
        IllegalStateException ofInput = assertThrows(
                IllegalStateException.class, () -> pool.mapAll(failingAfter(3), x -> x));
        assertEquals("input", ofInput.getMessage());
        assertEquals(List.of(1), pool.mapAll(List.of(1), x -> x));
    }

    /// 0, 1, ... and then an exception.
    private static Iterable<Integer> failingAfter(int items) {
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                if (next == items) {
                    throw new IllegalStateException("input");
                }
                return next++;
            }
        };
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void anInputThatThrowsYieldsTheWholeBatchesBeforeAndThenItsException(WorkerKind kind) {
        Pool pool = pool(kind);
        assertEquals(6, yieldedBeforeTheError(pool.mapLazily(failingAfter(7), x -> x * x, 2)));
        assertEquals(4, yieldedBeforeTheError(pool.mapLazily(failingAfter(7), x -> x * x, 4)));
        assertEquals(3, yieldedBeforeTheError(pool.mapLazily(failingAfter(3), x -> x * x, 1)));
        assertEquals(7, yieldedBeforeTheError(pool.mapLazily(failingAfter(7), x -> x * x)));
        assertEquals(0, yieldedBeforeTheError(pool.mapLazily(failingAfter(0), x -> x * x)));
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

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void aResultThatCannotTravelTwentyTimesCostsNoWorker(WorkerKind kind) {
        Pool pool = pool(kind);
        long deaths = pool.stats().workerDeaths();
        for (int i = 0; i < 20; i++) {
            CompletionException refusal =
                    assertThrows(CompletionException.class, () -> pool.submit(() -> new Object()).join());
            assertInstanceOf(WorkerException.class, refusal.getCause());
            assertInstanceOf(NotTransportableException.class, refusal.getCause().getCause());
        }
        assertEquals(deaths, pool.stats().workerDeaths());
        assertEquals("fine", pool.submit(() -> "fine").join());
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void twoExceptionsOfOneMebibyteEachDoNotBlockEachOther(WorkerKind kind) {
        List<Outcome<Integer, Integer>> outcomes = pool(kind).mapOutcomes(List.of(1, 2), x -> {
            throw new IllegalStateException("x".repeat(1 << 20) + x);
        });
        for (Outcome<Integer, Integer> outcome : outcomes) {
            assertEquals((1 << 20) + 1, outcome.failure().getCause().getMessage().length());
        }
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void itemsAndResultsOfManyMebibytesTravel(WorkerKind kind) {
        Pool pool = pool(kind);
        byte[] large = new byte[(16 << 20) - 64];
        large[large.length - 1] = 7;
        List<byte[]> back = pool.mapAll(List.of(new byte[] {1}, large, new byte[] {2}), bytes -> bytes);
        assertArrayEquals(large, back.get(1));
        assertEquals(2, back.get(2)[0]);
        List<Integer> sizes = pool.mapAll(IntStream.range(0, 40).boxed().toList(), x -> new byte[x << 10])
                .stream().map(bytes -> bytes.length).toList();
        assertEquals(IntStream.range(0, 40).map(x -> x << 10).boxed().toList(), sizes);
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void rangesCollectionsAndHistogramsCoverEveryElementOnce(WorkerKind kind) {
        Pool pool = pool(kind);
        String name = "ranges";
        DoubleArray array = pool.memory().newDoubleArray(name, 100_003);
        pool.forRanges(0, array.length(), (from, to) -> {
            for (long index = from; index < to; index++) {
                array.set(index, array.get(index) + index % 10);
            }
        });
        for (long index = 0; index < array.length(); index += 997) {
            assertEquals(index % 10, array.get(index));
        }
        long[] counts = pool.histogram(array, 0, 9, 9);
        assertEquals(array.length(), LongStream.of(counts).sum());
        assertEquals(10_001, counts[0]);
        assertEquals(20_000, counts[8], "the last part holds its upper edge");
        assertArrayEquals(new long[4], pool.histogram(array, 100, 200, 4));
        assertArrayEquals(counts, pool.histogramAsync(array, 0, 9, 9).join());
        assertArrayEquals(new long[3], pool.histogram(array.slice(0, 0), 0, 1, 3));
        pool.forRanges(5, 5, (from, to) -> {
            throw new AssertionError("nothing to do");
        });
        assertThrows(IllegalArgumentException.class, () -> pool.forRanges(5, 4, (from, to) -> {}));
        assertThrows(IllegalArgumentException.class, () -> pool.histogram(array, 1, 1, 4));
        assertThrows(WorkerException.class, () -> pool.forRanges(0, 10, (from, to) -> {
            throw new IllegalStateException("in a range");
        }));
        pool.memory().drop(name);
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void aCancelledJobDropsWhatWaitsAndLetsWhatRunsComeToItsEnd(WorkerKind kind) throws Exception {
        if (kind == WorkerKind.CALLER) {
            return;
        }
        Pool pool = pool(kind);
        SharedEvent begun = pool.memory().newEvent("begun");
        SharedEvent go = pool.memory().newEvent("go");
        LongArray ran = pool.memory().newLongArray("ran", 1);
        Job<List<Integer>> job = pool.mapAllAsync(IntStream.range(0, 1000).boxed().toList(), x -> {
            begun.set();
            go.await();
            ran.getAndAdd(0, 1);
            return x;
        });
        begun.await();
        Thread canceller = Thread.ofPlatform().start(() -> job.cancel(false));
        assertThrows(TimeoutException.class, () -> job.get(20, TimeUnit.MILLISECONDS));
        go.set();
        canceller.join();
        assertTrue(job.isCancelled());
        assertThrows(CancellationException.class, job::join);
        assertTrue(ran.get(0) < 1000, () -> "ran " + ran.get(0));
        assertFalse(job.cancel(false) && !job.isCancelled());
        for (String region : List.of("begun", "go", "ran")) {
            pool.memory().drop(region);
        }
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void cancelTrueStopsARunningTask(WorkerKind kind) throws Exception {
        if (kind == WorkerKind.CALLER) {
            return;
        }
        Pool pool = pool(kind);
        SharedEvent begun = pool.memory().newEvent("begun");
        Job<Integer> job = pool.submit(() -> {
            begun.set();
            Thread.sleep(Duration.ofHours(1));
            return 1;
        });
        begun.await();
        assertTrue(job.cancel(true));
        assertThrows(CancellationException.class, job::get);
        assertEquals(7, pool.submit(() -> 7).join(), "the pool goes on");
        pool.memory().drop("begun");
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void aTaskThatRunsTooLongFailsAloneWithATimeout(WorkerKind kind) {
        if (kind == WorkerKind.CALLER) {
            return;
        }
        TaskOptions options = TaskOptions.defaults().timeout(Duration.ofMillis(300));
        Pool pool = pool(kind);
        WorkerException failure = assertThrows(
                WorkerException.class,
                () -> pool.mapAll(
                        List.of(0, 1, 0, 0),
                        x -> {
                            if (x == 1) {
                                Thread.sleep(Duration.ofHours(1));
                            }
                            return x;
                        },
                        options));
        assertEquals(1, failure.chunk());
        assertInstanceOf(TimeoutException.class, failure.getCause());
        assertEquals(List.of(1), pool.mapAll(List.of(1), x -> x, options));
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void anInterruptedCallCancelsAndRestoresTheFlag(WorkerKind kind) {
        Pool pool = pool(kind);
        Thread.currentThread().interrupt();
        assertThrows(JobCancelledException.class, () -> pool.mapAll(IntStream.range(0, 100_000).boxed().toList(), x -> x));
        assertTrue(Thread.interrupted(), "the flag is set");
        try (Results<Integer> results = pool.mapLazily(() -> IntStream.iterate(0, x -> x + 1).boxed().iterator(), x -> x)) {
            assertEquals(0, results.next());
            Thread.currentThread().interrupt();
            assertThrows(JobCancelledException.class, () -> {
                while (true) {
                    results.next();
                }
            });
            assertTrue(Thread.interrupted(), "the flag is set");
        }
        assertEquals(List.of(1), pool.mapAll(List.of(1), x -> x));
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void manyThreadsGetEachTheirOwnResults(WorkerKind kind) throws Exception {
        Pool pool = pool(kind);
        AtomicInteger right = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            int base = thread * 1_000;
            Runnable caller = () -> {
                for (int i = base; i < base + 50; i++) {
                    int number = i;
                    if (pool.submit(() -> number + 1).join() == number + 1
                            && pool.mapAll(List.of(number, number), x -> x + 1).equals(List.of(number + 1, number + 1))) {
                        right.incrementAndGet();
                    }
                }
            };
            threads.add(thread % 2 == 0 ? Thread.ofPlatform().start(caller) : Thread.ofVirtual().start(caller));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(8 * 50, right.get());
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void jobsThatNobodyWaitsForComeToTheirEnd(WorkerKind kind) {
        Pool pool = pool(kind);
        List<Job<Integer>> jobs = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            int number = i;
            jobs.add(pool.submit(() -> number));
        }
        Await.until("all are done", Duration.ofSeconds(30), () -> jobs.stream().allMatch(Job::isDone));
        for (int i = 0; i < 500; i++) {
            assertEquals(i, jobs.get(i).join());
        }
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void aTaskForEachWorkerRunsOnceInEachAndInLaterOnes(WorkerKind kind) {
        Pool pool = pool(kind);
        LongArray times = pool.memory().openOrNewLongArray("times", 1);
        pool.runInEachWorker(() -> times.getAndAdd(0, 1));
        assertEquals(kind == WorkerKind.CALLER ? 1 : 2, times.get(0));
        if (kind == WorkerKind.PROCESS) {
            TaskOptions options = TaskOptions.defaults().timeout(Duration.ofMillis(1));
            assertThrows(ExecutionException.class, () -> pool.submit(() -> Thread.sleep(Duration.ofHours(1)), options).get());
            Await.until("the new worker ran it", Duration.ofSeconds(20), () -> times.get(0) == 3);
        }
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void progressIsToldUntilAllHaveEnded(WorkerKind kind) {
        Pool pool = pool(kind);
        List<Progress> told = Collections.synchronizedList(new ArrayList<>());
        pool.onProgress(Duration.ofMillis(1), told::add);
        assertEquals(1, pool.mapOutcomes(List.of(1, 2, 0, 4), x -> 4 / x).stream().filter(x -> !x.isSuccess()).count());
        Progress end = new Progress(4, 1, 4);
        Await.until("the end is told", Duration.ofSeconds(10), () -> !told.isEmpty() && told.getLast().equals(end));
        assertThrows(IllegalArgumentException.class, () -> pool.onProgress(Duration.ZERO, told::add));
    }
}
