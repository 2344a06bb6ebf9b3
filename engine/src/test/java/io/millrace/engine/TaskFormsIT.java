package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.JobCancelledException;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.sync.SharedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Two inputs, chunks, time-outs and jobs in the order of their end, for every kind of worker.
@Timeout(60)
class TaskFormsIT {
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
    void twoInputsGoInPairs(WorkerKind kind) {
        List<String> words = Arrays.asList("a", null, "ccc");
        List<Integer> times = List.of(2, 3, 1);
        assertEquals(List.of("aa", "nullnullnull", "ccc"),
                pool(kind).mapAll(words, times, (word, count) -> String.valueOf(word).repeat(count)));
        assertEquals(List.of(2L, 4L), pool(kind).mapAllAsync(List.of(1, 2), List.of(1L, 2L), (x, y) -> x + y).join());
        assertEquals(List.of(), pool(kind).mapAll(List.<Integer>of(), List.<Integer>of(), Integer::sum));
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void inputsOfDifferentLengthAreRefused(WorkerKind kind) {
        for (int shorter = 0; shorter < 2; shorter++) {
            List<Integer> first = List.of(1, 2, 3).subList(0, 2 + shorter);
            List<Integer> second = List.of(1, 2, 3).subList(0, 3 - shorter);
            String message = assertThrows(
                            IllegalArgumentException.class, () -> pool(kind).mapAll(first, second, Integer::sum))
                    .getMessage();
            assertTrue(message.contains((shorter == 0 ? "first" : "second") + " one ended after 2 items"), message);
        }
    }

    /// With chunks of one no worker holds an item back that another could run.
    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "THREAD"})
    void aChunkOfOneKeepsItemsFromWaitingBehindASlowOne(WorkerKind kind) {
        Pool pool = pool(kind);
        SharedEvent go = pool.memory().newEvent("go");
        LongArray left = pool.memory().newLongArray("left", 1);
        List<Integer> items = IntStream.range(0, 40).boxed().toList();
        left.set(0, items.size() - 1);
        List<Integer> results = pool.mapAll(
                items,
                x -> {
                    if (x == 0) {
                        go.await();
                    } else if (left.addAndGet(0, -1) == 0) {
                        go.set();
                    }
                    return -x;
                },
                1);
        assertEquals(items.stream().map(x -> -x).toList(), results);
        pool.memory().drop("go");
        pool.memory().drop("left");
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void aChunkBelowOneIsRefused(WorkerKind kind) {
        assertThrows(IllegalArgumentException.class, () -> pool(kind).mapAll(List.of(1), x -> x, 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "THREAD"})
    void aResultThatIsLateIsLostByNoTimeOut(WorkerKind kind) throws Exception {
        Pool pool = pool(kind);
        SharedEvent go = pool.memory().newEvent("go");
        RemoteFunction<Integer, Integer> function = x -> {
            go.await();
            return x == 2 ? Integer.parseInt("two") : x;
        };
        try (Results<Integer> results = pool.mapLazily(List.of(1, 2, 3), function)) {
            assertThrows(TimeoutException.class, () -> results.next(Duration.ofMillis(5)));
            assertThrows(TimeoutException.class, () -> results.next(Duration.ZERO));
            go.set();
            assertEquals(1, results.next(Duration.ofSeconds(30)));
            assertThrows(WorkerException.class, () -> results.next(Duration.ofSeconds(30)));
            assertEquals(3, results.next());
            assertThrows(NoSuchElementException.class, () -> results.next(Duration.ofSeconds(30)));
            assertThrows(NoSuchElementException.class, results::next);
        }
        pool.memory().drop("go");
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "THREAD"})
    void jobsComeInTheOrderOfTheirEnd(WorkerKind kind) {
        Pool pool = pool(kind);
        SharedEvent go = pool.memory().newEvent("go");
        Job<String> late = pool.submit(() -> {
            go.await();
            return "late";
        });
        Job<String> early = pool.submit(() -> "early");
        CompletedJobs<String> completed = Job.asCompleted(List.of(late, early, early));
        assertEquals(early, completed.next());
        assertNull(completed.poll(Duration.ofMillis(1)));
        assertTrue(completed.hasNext());
        go.set();
        assertEquals("late", completed.poll(Duration.ofSeconds(30)).join());
        assertFalse(completed.hasNext());
        assertThrows(NoSuchElementException.class, completed::next);
        assertThrows(NoSuchElementException.class, () -> completed.poll(Duration.ZERO));
        pool.memory().drop("go");
    }

    @ParameterizedTest
    @EnumSource(WorkerKind.class)
    void jobsThatFailedComeToo(WorkerKind kind) {
        List<Job<Integer>> jobs = pool(kind).submitAll(List.of(() -> Integer.parseInt("one"), () -> 2));
        List<Object> seen = new ArrayList<>();
        for (Job<Integer> job : Job.asCompleted(jobs)) {
            seen.add(job.isCompletedExceptionally() ? "failed" : job.join());
        }
        assertEquals(2, seen.size());
        assertTrue(seen.containsAll(List.of("failed", 2)), seen::toString);
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "THREAD"})
    void anInterruptEndsTheWaitForAJobAndNotTheJob(WorkerKind kind) throws Exception {
        Pool pool = pool(kind);
        SharedEvent go = pool.memory().newEvent("go");
        Job<Integer> job = pool.submit(() -> {
            go.await();
            return 1;
        });
        CompletedJobs<Integer> completed = Job.asCompleted(List.of(job));
        Thread.currentThread().interrupt();
        assertInstanceOf(JobCancelledException.class, assertThrows(RuntimeException.class, completed::next));
        assertTrue(Thread.interrupted());
        go.set();
        assertEquals(1, completed.next().join());
        pool.memory().drop("go");
    }
}
