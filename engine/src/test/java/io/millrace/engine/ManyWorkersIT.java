package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two hundred workers. Two hundred JVMs take more than a minute to start on a small machine: they are
/// threads here, and processes with `-Dmillrace.manyWorkers=PROCESS`.
@Timeout(600)
class ManyWorkersIT {
    private static final WorkerKind KIND = WorkerKind.valueOf(System.getProperty("millrace.manyWorkers", "THREAD"));

    @Test
    void twoHundredWorkersSquareAThousandNumbers() {
        PoolOptions options = PoolOptions.defaults()
                .workers(200)
                .workerKind(KIND)
                .heapByteSize(32L << 20)
                .jvmArgs("-XX:TieredStopAtLevel=1");
        try (SharedMemory memory = SharedMemory.temporary(MemoryOptions.defaults().engineByteSize(32L << 20));
                Pool pool = Pool.start(memory, options)) {
            List<Integer> numbers = IntStream.range(0, 1000).boxed().toList();
            assertEquals(332_833_500, pool.mapAll(numbers, x -> x * x).stream().mapToInt(x -> x).sum());
            assertEquals(
                    332_833_500,
                    numbers.stream().map(x -> pool.submit(() -> x * x)).toList().stream().mapToInt(Job::join).sum());
            pool.awaitWorkers();
            assertEquals(200, pool.workers().size());
        }
    }
}
