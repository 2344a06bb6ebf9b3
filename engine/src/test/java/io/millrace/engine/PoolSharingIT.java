package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One pool for several threads, one file for several pools and processes.
@Timeout(120)
class PoolSharingIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// More than the job table has entries.
    private static final int SUBMITTERS = 12;

    private static final int ROUNDS = 25;
    /// Not a small job.
    private static final int LENGTH = 70 * 4096 + 33;

    /// Some rounds of jobs over elements of one's own, each with the bits of the truth.
    private static Callable<Void> rounds(Pool pool, DoubleArray mine, long seed) {
        double[] values = Truth.tameDoubles((int) mine.length(), seed);
        long sumBits = Truth.sumBits(values);
        mine.copyFrom(values);
        return () -> {
            for (int round = 0; round < ROUNDS; round++) {
                Job<Void> negated = pool.mapAsync(mine, DoubleUnaryOp.NEGATE, mine);
                negated.join();
                pool.map(mine, DoubleUnaryOp.NEGATE, mine);
                long bits = Double.doubleToLongBits(pool.reduce(mine, Reduction.SUM));
                assertEquals(sumBits, bits, "seed=%d, round=%d".formatted(seed, round));
            }
            return null;
        };
    }

    private static void runAll(List<Callable<Void>> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        }
    }

    @Test
    void severalThreadsSubmitMoreJobsThanThereAreEntries() throws Exception {
        try (SharedMemory memory = SharedMemory.temporary(32L << 20);
                Pool pool = Pool.start(memory, 2)) {
            DoubleArray data = memory.newDoubleArray("data", (long) SUBMITTERS * LENGTH);
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < SUBMITTERS; i++) {
                work.add(rounds(pool, data.slice((long) i * LENGTH, (i + 1L) * LENGTH), i));
            }
            runAll(work);
            assertEquals(3L * ROUNDS * SUBMITTERS, pool.stats().jobsFinished());
            assertEquals(0, pool.stats().workerDeaths());
        }
    }

    @Test
    void twoPoolsOfTwoProcessesWorkOnOneFileAtOnce() throws Exception {
        try (SharedMemory memory = SharedMemory.temporary(32L << 20);
                SharedMemory again = SharedMemory.attach(memory.file())) {
            DoubleArray data = memory.newDoubleArray("data", 2L * LENGTH);
            Pool one = Pool.start(memory, 2);
            Pool other = Pool.start(again, PoolOptions.defaults().workers(2).name("other"));
            one.awaitWorkers();
            other.awaitWorkers();
            assertEquals(2, one.workers().size());
            assertEquals(2, other.workers().size());
            assertEquals(6, memory.processes().size());
            runAll(List.of(
                    rounds(one, data.slice(0, LENGTH), 1),
                    rounds(other, again.doubleArray("data").slice(LENGTH, 2L * LENGTH), 2)));
            one.close();
            rounds(other, data.slice(0, LENGTH), 3).call();
            other.close();
            assertEquals(2, memory.processes().size());
        }
    }

    /// Reads an array of a file until it is dropped.
    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) {
            try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]))) {
                DoubleArray data = memory.doubleArray("data");
                double sum = data.get(0);
                System.out.println("reading");
                try {
                    while (true) {
                        for (long i = 0; i < data.length(); i++) {
                            sum += data.get(i);
                        }
                    }
                } catch (RegionDroppedException dropped) {
                    System.out.println(dropped.getMessage().contains("data") && sum > 0 ? "dropped" : "wrong");
                }
            }
        }
    }

    @Test
    void anArrayIsDroppedWhileAnotherProcessReadsItAndItsBytesAreUsedAgain() {
        long length = 1 << 20;
        try (MemoryFolder folder = MemoryFolder.create();
                SharedMemory memory = SharedMemory.create(
                        folder.file("shared.mill"), MemoryOptions.defaults().byteSize(length * 8 + 4096))) {
            DoubleArray data = memory.newDoubleArray("data", length);
            try (Pool pool = Pool.start(memory, 2);
                    ChildJvm reader = ChildJvm.of(Reader.class, memory.file()).start()) {
                pool.fill(data, 1);
                reader.expect("reading", LIMIT);
                memory.drop("data");
                assertThrows(RegionDroppedException.class, () -> pool.fill(data, 2));
                reader.expect("dropped", LIMIT);
                assertEquals(0, reader.await(LIMIT), reader::story);
                DoubleArray next = memory.newDoubleArray("next", length);
                assertEquals(0, pool.reduce(next, Reduction.COUNT_NONZERO), "new memory is zero");
                pool.fill(next, 1);
                assertEquals(length, pool.reduce(next, Reduction.SUM));
            }
            Await.until("all gone", LIMIT, () -> memory.processes().size() == 1);
            assertTrue(memory.regions().stream().anyMatch(region -> region.name().equals("next")));
        }
    }
}
