package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.testing.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Which calls have the first workers launched at once. Here the launch waits an hour without such a call.
@Timeout(60)
class FirstLaunchIT {
    private static final String PROPERTY = "millrace.firstLaunchMillis";
    private static final PoolOptions QUIET = PoolOptions.defaults().workers(1).output(WorkerOutput.DISCARD);
    private static final long LONG = 32L << 20;

    private SharedMemory memory;

    @BeforeEach
    void waitForANeed() {
        System.setProperty(PROPERTY, "3600000");
        memory = SharedMemory.temporary(LONG * Double.BYTES + (1L << 20));
    }

    @AfterEach
    void cleanUp() {
        System.clearProperty(PROPERTY);
        memory.close();
    }

    private List<ProcessHandle> children() {
        return ProcessHandle.current().children()
                .filter(child -> child.info().commandLine().orElse("").contains(memory.file().toString()))
                .toList();
    }

    private static void awaitReady(Pool pool, int workers) {
        Await.until("workers=" + workers, Duration.ofSeconds(30), () -> pool.stats().ready() == workers);
    }

    @Test
    void aProgramThatNeedsNoWorkerLaunchesNone() {
        try (Pool pool = Pool.start(memory, QUIET)) {
            DoubleArray twos = memory.newDoubleArray("twos", 1_000_000);
            pool.fill(twos, 2);
            assertEquals(4_000_000, pool.mapReduce(twos, DoubleUnaryOp.SQUARE, Reduction.SUM));
            assertEquals(0, pool.stats().ready());
            assertEquals(List.of(), children());
        }
        assertEquals(1, memory.processes().size());
    }

    @Test
    void whoWaitsForWorkersHasThemLaunched() {
        try (Pool pool = Pool.start(memory, QUIET)) {
            pool.awaitWorkers();
            assertEquals(1, children().size());
        }
    }

    @Test
    void aTaskHasThemLaunched() throws Exception {
        try (Pool pool = Pool.start(memory, QUIET)) {
            assertEquals(3, pool.submit(() -> 3).get());
        }
    }

    @Test
    void aFunctionOfTheUsersHasThemLaunched() {
        try (Pool pool = Pool.start(memory, QUIET)) {
            DoubleArray twos = memory.newDoubleArray("twos", 10);
            pool.map(twos, value -> value + 2, twos);
            assertEquals(20, pool.reduce(twos, Reduction.SUM));
        }
    }

    @Test
    void aLongJobHasThemLaunched() {
        try (Pool pool = Pool.start(memory, QUIET)) {
            pool.fill(memory.newDoubleArray("many", LONG), 1);
            awaitReady(pool, 1);
        }
    }

    @Test
    void anInitializerAndAResizeHaveThemLaunched() {
        try (Pool pool = Pool.start(memory, QUIET.initializer(() -> {}))) {
            awaitReady(pool, 1);
        }
        try (Pool pool = Pool.start(memory, QUIET)) {
            pool.resize(2);
            awaitReady(pool, 2);
        }
        assertTrue(children().isEmpty());
    }
}
