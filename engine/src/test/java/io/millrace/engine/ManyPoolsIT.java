package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Programs that make many pools one after another, or one pool with far more workers than processors.
@Timeout(300)
class ManyPoolsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LENGTH = 100 * 4096 + 1;

    /// What the JVM itself may open or begin meanwhile; less than one for each pool.
    private static final int SLACK = 10;

    /// What this process holds.
    private record Held(int descriptors, int mappings, int threads, int children) {
        static Held now() throws IOException {
            try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"));
                    Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"));
                    Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
                return new Held(
                        (int) descriptors.count(),
                        (int) mappings.filter(line -> line.contains("millrace")).count(),
                        (int) threads.count(),
                        (int) ProcessHandle.current().children().count());
            }
        }

        boolean isWithin(Held before) {
            return descriptors <= before.descriptors + SLACK
                    && mappings <= before.mappings
                    && threads <= before.threads + SLACK
                    && children <= before.children;
        }
    }

    private static boolean isWithin(Held before) {
        try {
            return Held.now().isWithin(before);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void computeInOnePool(SharedMemory memory, DoubleArray data, WorkerKind kind, boolean task) {
        try (Pool pool = Pool.start(memory, PoolOptions.defaults().workerKind(kind).workers(2))) {
            assertEquals(4.0 * LENGTH, pool.mapReduce(data, DoubleUnaryOp.SQUARE, Reduction.SUM));
            if (task) {
                assertEquals(List.of(1, 2), pool.mapAll(List.of(0, 1), number -> number + 1));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"THREAD, 200", "PROCESS, 200"})
    void poolsOneAfterAnotherLeaveNothingBehind(WorkerKind kind, int pools) throws IOException {
        try (SharedMemory memory = SharedMemory.temporary(16L << 20)) {
            DoubleArray data = memory.newDoubleArray("data", LENGTH);
            data.fill(2);
            computeInOnePool(memory, data, kind, true);
            long free = memory.freeBytes();
            Held before = Held.now();
            for (int pool = 0; pool < pools; pool++) {
                computeInOnePool(memory, data, kind, pool % 10 == 0);
            }
            Await.until("nothing is held any more", LIMIT, () -> isWithin(before));
            assertEquals(free, memory.freeBytes());
            assertEquals(1, memory.processes().size());
            assertEquals(1, memory.regions().size());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"THREAD", "PROCESS"})
    void sixtyFourWorkersComputeOnAFewProcessors(WorkerKind kind) {
        int workers = 64;
        try (SharedMemory memory = SharedMemory.temporary(256L << 20)) {
            DoubleArray data = memory.newDoubleArray("data", 64L * LENGTH);
            data.fill(2);
            PoolOptions options = PoolOptions.defaults()
                    .workerKind(kind)
                    .workers(workers)
                    .jvmArgs("-Xmx16m", "-XX:TieredStopAtLevel=1");
            try (Pool pool = Pool.start(memory, options)) {
                double sum = pool.mapReduce(data, DoubleUnaryOp.SQUARE, Reduction.SUM);
                pool.awaitWorkers();
                assertEquals(4.0 * data.length(), sum);
                assertEquals(sum, pool.mapReduce(data, x -> x * x, Reduction.SUM));
                assertEquals(sum, pool.mapReduce(data, DoubleUnaryOp.SQUARE, Reduction.SUM));
                List<Integer> numbers = IntStream.range(0, 10_000).boxed().toList();
                assertEquals(numbers, pool.mapAll(numbers, number -> number));
                Set<Long> pids = new HashSet<>();
                pool.workers().forEach(worker -> pids.add(worker.pid()));
                assertEquals(kind == WorkerKind.PROCESS ? workers : 1, pids.size());
                assertEquals(0, pool.stats().workerDeaths());
            }
        }
    }
}
