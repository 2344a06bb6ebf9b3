package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.NotTransportableException;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.LongArray;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Results and failures of object tasks are the same for every kind of worker.
@Timeout(60)
class TaskJobsIT {
    private static final TaskBed BED = new TaskBed();

    private static Pool pool(WorkerKind kind) {
        return BED.pool(kind);
    }

    @AfterAll
    static void close() {
        BED.close();
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

    static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unspeakable(String message) {
            super(message);
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void anExceptionThatCannotBeWrittenOutIsAFailureLikeOthers(WorkerKind kind) {
        List<Outcome<Integer, Integer>> outcomes = pool(kind).mapOutcomes(List.of(1, 2, 3), x -> {
            if (x == 2) {
                throw new Unspeakable("at two");
            }
            return x;
        });
        assertEquals(Arrays.asList(1, null, 3), outcomes.stream().map(Outcome::value).toList());
        assertTrue(outcomes.get(1).failure().getMessage().contains("at two"));
        assertInstanceOf(Unspeakable.class, outcomes.get(1).failure().getCause());
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "THREAD"})
    void aTaskCannotCloseTheMemoryUnderItsWorker(WorkerKind kind) {
        CompletionException refused = assertThrows(CompletionException.class, () -> pool(kind)
                .submit(() -> Worker.current().memory().close())
                .join());
        assertInstanceOf(IllegalStateException.class, refused.getCause().getCause());
        assertEquals(List.of(1), pool(kind).mapAll(List.of(1), x -> x));
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
                IllegalStateException.class, () -> pool.mapAll(TaskBed.failingAfter(3), x -> x));
        assertEquals("input", ofInput.getMessage());
        assertEquals(List.of(1), pool.mapAll(List.of(1), x -> x));
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
}
