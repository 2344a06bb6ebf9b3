package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.JobCancelledException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.sync.SharedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Workers that die at tasks, and pools that are closed while there are some.
@Timeout(120)
class TaskDeathIT {
    private static final List<Integer> ITEMS = IntStream.range(0, 100).boxed().toList();
    private static final long THIS_PROCESS = ProcessHandle.current().pid();

    private static SharedMemory memory;
    private static Pool pool;

    @BeforeAll
    static void start() {
        memory = SharedMemory.temporary(32L << 20);
        pool = Pool.start(memory, options(2));
    }

    private static PoolOptions options(int workers) {
        return PoolOptions.defaults()
                .workers(workers)
                .maxAttempts(3)
                .output(WorkerOutput.DISCARD)
                .jvmArgs("-XX:TieredStopAtLevel=1");
    }

    @AfterAll
    static void close() {
        pool.close();
        assertEquals(1, memory.processes().size(), () -> "still there: " + memory.processes());
        memory.close();
    }

    @Test
    void aTaskThatKillsEveryWorkerFailsAloneWithAFullReport() {
        List<Outcome<Integer, Integer>> outcomes = pool.mapOutcomes(ITEMS, x -> {
            if (x == 50) {
                System.err.println("last words of " + x);
                Runtime.getRuntime().halt(7);
            }
            return x + 1;
        });
        for (int i = 0; i < ITEMS.size(); i++) {
            if (i != 50) {
                assertEquals(i + 1, outcomes.get(i).value());
            }
        }
        WorkerException story = outcomes.get(50).failure();
        assertEquals(7, story.exitCode().orElseThrow());
        assertEquals(3, story.attempt());
        assertEquals(50, story.chunk());
        assertTrue(story.pid() > 0);
        assertTrue(story.stderrTail().contains("last words of 50"), story::stderrTail);
        assertTrue(story.getMessage().contains("last words of 50"), story::getMessage);
        assertEquals(ITEMS, pool.mapAll(ITEMS, x -> x), "the pool goes on");
    }

    @Test
    void aTaskThatExitsEveryWorkerFailsWithAReport() {
        WorkerException story = lost(() -> pool.submit(() -> {
                    System.err.println("leaving");
                    System.exit(0);
                })
                .join());
        assertEquals(0, story.exitCode().orElseThrow());
        assertTrue(story.getMessage().contains("leaving"), story::getMessage);
        assertEquals(ITEMS, pool.mapAll(ITEMS, x -> x), "the pool goes on");
    }

    @Test
    void aWorkerKilledInTheMiddleOfATaskCostsNothingButTime() throws Exception {
        LongArray pids = memory.newLongArray("pids", 2);
        Job<Integer> job = pool.submit(() -> {
            long attempt = pids.getAndAdd(1, 1);
            pids.setVolatile(0, ProcessHandle.current().pid());
            if (attempt == 0) {
                Thread.sleep(Duration.ofHours(1));
            }
            return 42;
        });
        while (pids.getVolatile(0) == 0) {
            Thread.onSpinWait();
        }
        ProcessHandle.of(pids.get(0)).orElseThrow().destroyForcibly();
        assertEquals(42, job.get());
        assertEquals(2, pids.get(1));
        memory.drop("pids");
    }

    @Test
    void aTaskThatMustNotRunAgainFailsAtTheFirstDeath() {
        LongArray runs = memory.newLongArray("runs", 1);
        TaskOptions once = TaskOptions.defaults().rerun(Rerun.NEVER);
        WorkerException failure = assertThrows(WorkerException.class, () -> pool.mapAll(
                ITEMS,
                x -> {
                    if (x == 3) {
                        runs.getAndAdd(0, 1);
                        Runtime.getRuntime().halt(137);
                    }
                    return x;
                },
                once));
        assertEquals(1, runs.get(0));
        assertEquals(1, failure.attempt());
        assertEquals(9, failure.signal().orElseThrow());
        memory.drop("runs");
    }

    /// Kills the process that decodes it, unless that made it.
    record DeadlyToRead(long maker) {
        DeadlyToRead {
            if (ProcessHandle.current().pid() != maker) {
                Runtime.getRuntime().halt(3);
            }
        }
    }

    /// Kills the process that encodes it.
    record DeadlyToWrite(int value) {
        @Override
        public int value() {
            Runtime.getRuntime().halt(4);
            return 0;
        }
    }

    /// Can be read where it was made only.
    record UnreadableElsewhere(long maker) {
        UnreadableElsewhere {
            if (ProcessHandle.current().pid() != maker) {
                throw new IllegalStateException("not here");
            }
        }
    }

    @Test
    void aWorkerThatDiesOfReadingWritingOrRunningGivesTheRightError() {
        DeadlyToRead item = new DeadlyToRead(THIS_PROCESS);
        assertEquals(3, lost(() -> pool.mapAll(List.of(item), x -> 1)).exitCode().orElseThrow());
        assertEquals(3, lost(() -> pool.submit(() -> item.maker()).join()).exitCode().orElseThrow());
        assertEquals(4, lost(() -> pool.submit(() -> new DeadlyToWrite(0)).join()).exitCode().orElseThrow());
        WorkerException here = lost(() -> pool.submit(
                        () -> new UnreadableElsewhere(ProcessHandle.current().pid()))
                .join());
        assertTrue(here.getMessage().contains("cannot be read here"), here::getMessage);
        UnreadableElsewhere captured = new UnreadableElsewhere(THIS_PROCESS);
        WorkerException there = lost(() -> pool.submit(() -> captured.maker()).join());
        assertTrue(there.getMessage().contains("not here"), there::getMessage);
        assertEquals(ITEMS, pool.mapAll(ITEMS, x -> x), "the pool goes on");
    }

    private static WorkerException lost(Runnable call) {
        try {
            call.run();
        } catch (WorkerException direct) {
            return direct;
        } catch (CompletionException wrapped) {
            return assertInstanceOf(WorkerException.class, wrapped.getCause());
        }
        throw new AssertionError("nothing was thrown");
    }

    @Test
    void closeRightAfterSubmitFinishesEverything() throws Exception {
        List<Job<Integer>> jobs = new ArrayList<>();
        Job<List<Integer>> list;
        Results<Integer> lazily;
        Pool closing = Pool.start(memory, options(1));
        try (closing) {
            for (int i = 0; i < 100; i++) {
                int number = i;
                jobs.add(closing.submit(() -> number));
            }
            list = closing.mapAllAsync(ITEMS, x -> -x);
            lazily = closing.mapLazily(() -> IntStream.iterate(0, x -> x + 1).boxed().iterator(), x -> x);
            assertEquals(0, lazily.next());
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(i, jobs.get(i).get(0, TimeUnit.SECONDS));
        }
        assertEquals(-99, list.getNow(List.of()).getLast());
        IllegalStateException cut = assertThrows(IllegalStateException.class, () -> {
            for (int next = 1; ; next++) {
                assertEquals(next, lazily.next(), "what was taken from the input before is there");
            }
        });
        assertTrue(cut.getMessage().contains("closed"), cut::getMessage);
        assertFalse(lazily.hasNext());
        assertThrows(IllegalStateException.class, () -> closing.submit(() -> 1));
        assertThrows(IllegalStateException.class, () -> closing.mapAll(ITEMS, x -> x));
        assertThrows(IllegalStateException.class, () -> closing.mapLazily(ITEMS, x -> x));
    }

    @Test
    void shutdownNowReturnsPromptlyWithTenThousandTasksWaiting() throws Exception {
        SharedEvent begun = memory.newEvent("begun");
        Pool stopping = Pool.start(memory, options(1));
        List<Job<Integer>> jobs = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            jobs.add(stopping.submit(() -> {
                begun.set();
                Thread.sleep(Duration.ofHours(1));
                return 1;
            }));
        }
        Results<Integer> results = stopping.mapLazily(ITEMS, x -> x);
        begun.await();
        long begin = System.nanoTime();
        stopping.shutdownNow();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        assertTrue(millis < 2_000, () -> "took %d ms".formatted(millis));
        assertTrue(stopping.awaitTermination(Duration.ofSeconds(30)));
        for (Job<Integer> job : jobs) {
            assertTrue(job.isDone());
            assertInstanceOf(
                    JobCancelledException.class,
                    assertThrows(ExecutionException.class, job::get).getCause());
        }
        assertThrows(JobCancelledException.class, results::next);
        memory.drop("begun");
    }

    @Test
    void whenNoWorkerCanBeStartedAnyMoreEveryCallFailsWithThatReport() {
        LongArray loaded = memory.newLongArray("loaded", 1);
        try (Pool failing = Pool.start(memory, options(1))) {
            failing.runInEachWorker(() -> {
                if (loaded.getAndAdd(0, 1) > 0) {
                    throw new IllegalStateException("no model");
                }
            });
            assertEquals("fine", failing.submit(() -> "fine").join(), "the worker that is there goes on");
            Job<Integer> deadly = failing.submit(() -> {
                Runtime.getRuntime().halt(5);
                return 1;
            });
            WorkerException story = lost(deadly::join);
            assertTrue(story.getMessage().contains("no model"), story::getMessage);
            assertEquals(story.getMessage(), lost(() -> failing.mapAll(ITEMS, x -> x)).getMessage());
            try (Pool attachedPool = Pool.attach(memory, failing.name())) {
                for (Runnable call : List.<Runnable>of(
                        () -> attachedPool.mapAll(ITEMS, x -> x),
                        () -> attachedPool.map(loaded, x -> x, loaded),
                        () -> attachedPool.runInEachWorker(() -> {}))) {
                    String told = lost(call).getMessage();
                    assertTrue(told.contains("can start no workers"), told);
                }
            }
        }
        memory.drop("loaded");
    }

    @Test
    void aKilledWorkerOfACancelledJobIsReplaced() throws Exception {
        SharedEvent begun = memory.newEvent("running");
        long deaths = pool.stats().workerDeaths();
        Job<List<Integer>> job = pool.mapAllAsync(ITEMS, x -> {
            begun.set();
            Thread.sleep(Duration.ofHours(1));
            return x;
        });
        begun.await();
        assertTrue(job.cancel(true));
        assertThrows(CancellationException.class, job::join);
        assertEquals(ITEMS, pool.mapAll(ITEMS, x -> x));
        assertTrue(pool.stats().workerDeaths() > deaths);
        memory.drop("running");
    }
}
