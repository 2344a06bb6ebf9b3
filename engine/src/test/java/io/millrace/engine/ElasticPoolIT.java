package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.sync.SharedBarrier;
import io.millrace.shm.sync.SharedEvent;
import io.millrace.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Pools whose number of workers changes, by hand and by load, and what every worker runs first.
@Timeout(120)
class ElasticPoolIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LENGTH = 400 * 4096;

    private SharedMemory memory;
    private DoubleArray data;

    @BeforeEach
    void makeMemory() {
        memory = SharedMemory.temporary(16 << 20);
        data = memory.newDoubleArray("data", LENGTH);
        data.fill(3);
    }

    @AfterEach
    void nobodyIsLeft() {
        Await.until("all gone from the file: " + memory.processes(), LIMIT, () -> memory.processes().size() == 1);
        assertEquals(List.of(), MemoryAccess.regionsOf(memory).allRegions().stream()
                .filter(region -> region.kind() == RegionKind.ENGINE).toList());
        memory.close();
    }

    private static PoolOptions options(WorkerKind kind) {
        return PoolOptions.defaults().workerKind(kind).jvmArgs("-XX:TieredStopAtLevel=1");
    }

    private void assertComputes(Pool pool) {
        assertEquals(9.0 * LENGTH, pool.mapReduce(data, DoubleUnaryOp.SQUARE, Reduction.SUM));
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "THREAD"})
    void aPoolIsResizedAndGoesOnComputing(WorkerKind kind) {
        LongArray begun = memory.newLongArray("begun", 8);
        try (Pool pool = Pool.start(
                memory, options(kind).workers(1).initializer(() -> begun.getAndAdd(Worker.current().index(), 1)))) {
            assertReady(1, pool);
            pool.resize(3);
            assertReady(3, pool);
            assertEquals(3, pool.stats().workers());
            assertEquals(3, pool.stats().ready());
            assertEquals(3, begun.getVolatile(0) + begun.getVolatile(1) + begun.getVolatile(2), "each began once");
            assertComputes(pool);
            pool.resize(2);
            assertReady(2, pool);
            Await.until("the surplus one has gone", LIMIT, () -> memory.processes().size() == (1 + 2));
            assertComputes(pool);
            pool.resize(1);
            pool.resize(3);
            assertReady(3, pool);
            pool.resize(1);
            pool.resize(2);
            assertReady(2, pool);
            assertComputes(pool);
            assertEquals(0, pool.stats().workerDeaths());
            assertThrows(IllegalArgumentException.class, () -> pool.resize(0));
        }
    }

    /// Further than the tables had room for at first: every worker slot computes in place, and has rows for tasks.
    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "THREAD"})
    void aPoolIsResizedToManyTimesItsFirstNumber(WorkerKind kind) {
        int many = kind == WorkerKind.THREAD ? 40 : 10;
        SharedBarrier together = memory.newBarrier("together", many);
        try (Pool pool = Pool.start(memory, options(kind).workers(1))) {
            pool.resize(many);
            assertReady(many, pool);
            List<Job<Integer>> jobs = IntStream.range(0, many)
                    .mapToObj(i -> pool.submit(() -> together.await(LIMIT)))
                    .toList();
            assertEquals(IntStream.range(0, many).boxed().toList(), jobs.stream().map(Job::join).sorted().toList());
            for (int round = 0; round < 10; round++) {
                pool.map(data, x -> -x, data);
            }
            assertComputes(pool);
            pool.resize(1);
            Await.until("the surplus has gone", LIMIT, () -> memory.processes().size() == 2);
            assertComputes(pool);
            IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> pool.resize(1001));
            assertTrue(refusal.getMessage().contains("most=1000"), refusal::getMessage);
            OutOfSpaceException full = assertThrows(OutOfSpaceException.class, () -> pool.resize(1000));
            assertTrue(full.getMessage().contains("engineByteSize"), full::getMessage);
            assertReady(1, pool);
            assertComputes(pool);
        }
    }

    @Test
    void aPoolWithAMaximumIsNotResizedBeyondIt() {
        try (Pool pool = Pool.start(memory, options(WorkerKind.THREAD).workers(1).maxWorkers(2))) {
            IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> pool.resize(3));
            assertTrue(refusal.getMessage().contains("maxWorkers"), refusal::getMessage);
            assertTrue(refusal.getMessage().contains("most=2"), refusal::getMessage);
        }
    }

    private static void assertReady(int workers, Pool pool) {
        pool.awaitWorkers();
        assertEquals(workers, pool.workers().size());
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "THREAD"})
    void aPoolGrowsUnderLoadAndShrinksAfterwards(WorkerKind kind) {
        try (Pool pool = Pool.start(
                memory,
                options(kind).workers(1).maxWorkers(3).idleTimeout(Duration.ofSeconds(2)).kernel(KernelKind.SCALAR))) {
            Await.until("grown to three", LIMIT, () -> {
                pool.mapReduce(data, x -> Math.sin(x), Reduction.SUM);
                return pool.workers().size() == 3;
            });
            Await.until("shrunk to one", LIMIT, () -> pool.workers().size() == 1);
            assertComputes(pool);
            assertEquals(0, pool.stats().workerDeaths());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "THREAD"})
    void aTaskForEveryWorkerWaitsForWorkersThatAreBeingReplaced(WorkerKind kind) {
        LongArray ran = memory.newLongArray("ran", 1);
        try (Pool pool = Pool.start(memory, options(kind).workers(1).maxTasksPerWorker(1))) {
            assertEquals(List.of(1), pool.mapAll(List.of(1), x -> x));
            pool.runInEachWorker(() -> ran.getAndAdd(0, 1));
            assertTrue(ran.getVolatile(0) >= 1);
            assertEquals(List.of(2), pool.mapAll(List.of(2), x -> x));
            WorkerException failure = assertThrows(WorkerException.class, () -> pool.runInEachWorker(() -> {
                throw new IllegalStateException("not in any");
            }));
            assertTrue(failure.getMessage().contains("not in any"), failure::getMessage);
            assertEquals(List.of(3, 4), pool.mapAll(List.of(3, 4), x -> x),
                    "later workers leave out what failed everywhere");
        }
    }

    @Test
    void twoHundredWorkersOfOneFile() {
        try (Pool pool = Pool.start(options(WorkerKind.THREAD).workers(200))) {
            assertReady(200, pool);
            DoubleArray numbers = pool.memory().newDoubleArray("numbers", 1000);
            numbers.setAll(i -> i);
            assertEquals(332_833_500, pool.mapReduce(numbers, DoubleUnaryOp.SQUARE, Reduction.SUM));
        }
    }

    private static void fail(String message) {
        throw new UnsupportedOperationException(message);
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "THREAD"})
    void aFailingInitializerIsReportedToCallsThatNeedAWorker(WorkerKind kind) {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        RuntimeException refusal;
        try (Pool pool = Pool.start(
                memory, options(kind).workers(2).output(lines::add).initializer(() -> fail("no such model")))) {
            refusal = assertThrows(RuntimeException.class, pool::awaitWorkers);
            WorkerException told = assertThrows(WorkerException.class, () -> pool.mapAll(List.of(1), x -> x));
            assertTrue(told.getMessage().contains("no such model"), told::getMessage);
        }
        assertTrue(refusal.getMessage().contains("the initializer failed"), refusal::getMessage);
        assertTrue(refusal.getMessage().contains("no such model"), refusal::getMessage);
        if (kind == WorkerKind.PROCESS) {
            assertTrue(((WorkerException) refusal).stderrTail().contains("no such model"));
        }
    }

    @Test
    void numbersOfWorkersThatContradictEachOtherAreRefused() {
        for (PoolOptions options : List.of(
                PoolOptions.defaults().workers(2).minWorkers(3),
                PoolOptions.defaults().workers(4).maxWorkers(3),
                PoolOptions.defaults().minWorkers(5).maxWorkers(3))) {
            assertThrows(IllegalArgumentException.class, () -> Pool.start(memory, options));
        }
        assertThrows(IllegalArgumentException.class, () -> PoolOptions.defaults().maxWorkers(1001));
        assertThrows(IllegalArgumentException.class, () -> PoolOptions.defaults().maxTasksPerWorker(-1));
    }

    @Test
    void codeOutsideOfAWorkerGetsAnError() {
        IllegalStateException refusal = assertThrows(IllegalStateException.class, Worker::current);
        assertTrue(refusal.getMessage().contains("no worker"), refusal::getMessage);
    }

    /// What a worker remembers.
    static final class Remembered {
        private int times;

        private int next() {
            return ++times;
        }
    }

    private static long innerSum(SharedMemory file) {
        try (Pool inner = Pool.start(file, options(WorkerKind.THREAD).workers(1))) {
            return (long) inner.reduce(file.doubleArray("data"), Reduction.SUM);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWorkerKeepsStateAndMayHaveAPoolOfItsOwn(WorkerKind kind) {
        SharedMemory file = memory;
        try (Pool pool = Pool.start(
                memory, options(kind).workers(1)
                        .initializer(() -> Worker.current().state(Remembered.class, Remembered::new)
                        .next()))) {
            List<Integer> times = pool.mapAll(List.of("a", "b", "c"), name -> Worker.current()
                    .state(Remembered.class, Remembered::new)
                    .next());
            assertEquals(List.of(2, 3, 4), times.stream().sorted().toList());
            assertEquals(true, pool.submit(() -> Worker.current().memory() == file).join());
            assertEquals(3L * LENGTH, pool.submit(() -> innerSum(file)).join());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "THREAD"})
    void aWorkerThatHasRunItsTasksIsReplaced(WorkerKind kind) {
        try (Pool pool = Pool.start(memory, options(kind).workers(2).maxTasksPerWorker(3))) {
            List<Integer> numbers = IntStream.range(0, 18).boxed().toList();
            List<List<Long>> ran = pool.mapAll(numbers, number -> List.of(
                    (long) number,
                    Thread.currentThread().threadId() ^ ProcessHandle.current().pid() << 32,
                    (long) Worker.current().state(Remembered.class, Remembered::new).next()));
            assertEquals(numbers, ran.stream().map(each -> each.get(0).intValue()).toList());
            assertTrue(ran.stream().allMatch(each -> each.get(2) <= 3), ran::toString);
            assertTrue(ran.stream().map(each -> each.get(1)).distinct().count() >= 6, ran::toString);
            assertEquals(0, pool.stats().workerDeaths());
            assertComputes(pool);
        }
    }

    /// Work that waits is what makes it grow, whatever it is.
    @Test
    void tasksThatWaitMakeAPoolGrowToo() {
        SharedEvent goOn = memory.newEvent("goOn");
        try (Pool pool = Pool.start(memory, options(WorkerKind.THREAD).workers(1).maxWorkers(4))) {
            List<Job<Boolean>> jobs = IntStream.range(0, 4)
                    .mapToObj(i -> pool.submit(() -> goOn.await(Duration.ofSeconds(30))))
                    .toList();
            Await.until("grown to four", LIMIT, () -> pool.workers().size() == 4);
            goOn.set();
            assertTrue(jobs.stream().allMatch(Job::join));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "THREAD"})
    void aWorkerCannotSubmitToItsOwnPool(WorkerKind kind) {
        SharedMemory file = memory;
        RuntimeException refusal;
        try (Pool pool = Pool.start(
                memory,
                options(kind)
                        .name("mill")
                        .workers(1)
                        .output(WorkerOutput.DISCARD)
                        .initializer(() -> Pool.attach(file, "mill").close()))) {
            refusal = assertThrows(RuntimeException.class, pool::awaitWorkers);
        }
        assertTrue(refusal.getMessage().contains("cannot submit to its own pool"), refusal::getMessage);
        assertFalse(memory.region("mill").isPresent());
    }
}
