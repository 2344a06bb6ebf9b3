package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.region.MemoryAccess;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;

/// A pool of each kind, in a file of its own, for all tests of a class.
final class TaskBed implements AutoCloseable {
    private final Map<WorkerKind, Pool> pools = new EnumMap<>(WorkerKind.class);

    Pool pool(WorkerKind kind) {
        return pools.computeIfAbsent(
                kind,
                one -> Pool.start(
                        SharedMemory.temporary(64L << 20),
                        PoolOptions.defaults().workers(2).workerKind(one).jvmArgs("-XX:TieredStopAtLevel=1")));
    }

    /// 0, 1, ... and then an exception.
    static Iterable<Integer> failingAfter(int items) {
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                if (next == items) {
                    throw new IllegalStateException("input");
                }
                return next++;
            }
        };
    }

    /// Nothing may be left behind.
    @Override
    public void close() {
        for (Pool pool : pools.values()) {
            SharedMemory memory = pool.memory();
            pool.close();
            assertEquals(1, memory.processes().size(), () -> "still there: " + memory.processes());
            assertTrue(
                    MemoryAccess.regionsOf(memory).allRegions().stream()
                            .noneMatch(region -> region.kind().name().equals("ENGINE")),
                    () -> "left behind: " + MemoryAccess.regionsOf(memory).allRegions());
            memory.close();
        }
        pools.clear();
    }
}
