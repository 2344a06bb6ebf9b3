package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.JobCancelledException;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.sync.SharedEvent;
import io.millrace.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Jobs of object tasks are stopped, watched and waited for alike, whatever the workers are.
@Timeout(60)
class TaskControlIT {
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
        assertThrows(
                JobCancelledException.class, () -> pool.mapAll(IntStream.range(0, 100_000).boxed().toList(), x -> x));
        assertTrue(Thread.interrupted(), "the flag is set");
        try (Results<Integer> results =
                pool.mapLazily(() -> IntStream.iterate(0, x -> x + 1).boxed().iterator(), x -> x)) {
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
                            && pool.mapAll(List.of(number, number), x -> x + 1)
                                    .equals(List.of(number + 1, number + 1))) {
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
    void jobsThatNoThreadWaitsForRunToTheirEnd(WorkerKind kind) {
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
        int workers = kind == WorkerKind.CALLER ? 0 : 2;
        Await.until("those whom other tests killed are replaced", Duration.ofSeconds(20),
                () -> pool.workers().size() == workers);
        LongArray times = pool.memory().openOrNewLongArray("times", 1);
        pool.runInEachWorker(() -> times.getAndAdd(0, 1));
        assertEquals(kind == WorkerKind.CALLER ? 1 : 2, times.get(0));
        if (kind == WorkerKind.PROCESS) {
            TaskOptions options = TaskOptions.defaults().timeout(Duration.ofMillis(1));
            assertThrows(ExecutionException.class,
                    () -> pool.submit(() -> Thread.sleep(Duration.ofHours(1)), options).get());
            Await.until("the new worker ran it", Duration.ofSeconds(20), () -> times.get(0) == 3);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "THREAD"})
    void progressOfACancelledJobComesToItsEnd(WorkerKind kind) throws Exception {
        Pool pool = pool(kind);
        SharedEvent begun = pool.memory().newEvent("begun");
        List<Progress> told = Collections.synchronizedList(new ArrayList<>());
        pool.onProgress(Duration.ofMillis(1), told::add);
        Job<List<Integer>> job = pool.mapAllAsync(IntStream.range(0, 1000).boxed().toList(), x -> {
            begun.set();
            Thread.sleep(Duration.ofHours(1));
            return x;
        });
        begun.await();
        assertTrue(job.cancel(true));
        int[] looks = new int[2];
        Await.until("nothing more is told", Duration.ofSeconds(10), () -> {
            looks[0] = told.size() == looks[1] ? looks[0] + 1 : 0;
            looks[1] = told.size();
            return looks[0] == 50;
        });
        assertEquals(1000, told.getLast().total());
        assertTrue(told.getLast().done() < 1000, () -> told.getLast().toString());
        pool.memory().drop("begun");
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
