package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which pools fit into a file of the default size, and how they are started by a thread that is
/// interrupted.
class PoolRoomTest {
    private static final PoolOptions THREADS = PoolOptions.defaults().workerKind(WorkerKind.THREAD);

    @AfterEach
    void clearTheFlag() {
        Thread.interrupted();
    }

    @Test
    void twoDefaultPoolsWorkInOneDefaultFile() {
        try (SharedMemory memory = SharedMemory.temporary(1 << 20);
                Pool first = Pool.start(memory, THREADS.name("first"));
                Pool second = Pool.start(memory, THREADS.name("second"))) {
            DoubleArray ones = memory.newDoubleArray("ones", 10_000);
            first.fill(ones, 1);
            assertEquals(10_000, second.reduce(ones, Reduction.SUM));
        }
    }

    @Test
    void twoPoolsOfSixteenWorkersFitIntoADefaultFile() {
        try (SharedMemory memory = SharedMemory.temporary(MemoryOptions.defaults().byteSize(1000).populate(false));
                Pool first = Pool.start(memory, PoolOptions.defaults().workers(16).workerKind(WorkerKind.THREAD));
                Pool second = Pool.start(memory, PoolOptions.defaults().workers(16).workerKind(WorkerKind.THREAD))) {
            assertTrue(first.stats().toString().length() + second.stats().toString().length() > 0);
        }
    }

    @Test
    void anInterruptedThreadStartsAPoolAndKeepsItsFlag() {
        Thread.currentThread().interrupt();
        try (Pool pool = Pool.start(THREADS.workers(2))) {
            assertTrue(Thread.interrupted(), "the flag is kept");
            DoubleArray ones = pool.memory().newDoubleArray("ones", 10_000);
            pool.fill(ones, 1);
            assertEquals(10_000, pool.reduce(ones, Reduction.SUM));
            Thread.currentThread().interrupt();
        }
        assertTrue(Thread.interrupted(), "close keeps it too");
    }
}
