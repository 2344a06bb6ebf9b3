package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.PeerDiedException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.Processes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A pool that one process started and another submits to.
@Timeout(120)
class PoolGuestIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LENGTH = 1000 * 4096;

    private SharedMemory memory;
    private DoubleArray data;

    @BeforeEach
    void makeMemory() {
        memory = SharedMemory.temporary(48 << 20);
        data = memory.newDoubleArray("data", LENGTH);
        data.fill(3);
    }

    @AfterEach
    void nobodyIsLeft() {
        Await.until("all gone from the file: " + memory.processes(), LIMIT, () -> memory.processes().size() == 1);
        memory.close();
    }

    private ChildJvm host(String name) {
        return ChildJvm.of(PoolHost.class, memory.file(), name).start();
    }

    private static List<Long> workers(ChildJvm host) {
        return Stream.generate(() -> Long.valueOf(host.receive(LIMIT))).limit(2).toList();
    }

    @Test
    @SuppressWarnings("try") // closed in the middle: that is what is tested
    void anotherProcessSubmitsUntilTheOwnerClosesThePool() {
        assertThrows(NoSuchRegionException.class, () -> Pool.attach(memory));
        assertThrows(NoSuchRegionException.class, () -> Pool.attach(memory, "mill"));
        try (ChildJvm host = host("mill")) {
            workers(host);
            Pool again = Pool.attach(memory, "mill");
            try (Pool pool = Pool.attach(memory)) {
                assertEquals("mill", pool.name());
                assertEquals(2, pool.workers().size());
                assertEquals(9.0 * LENGTH, pool.mapReduce(data, DoubleUnaryOp.SQUARE, Reduction.SUM));
                pool.map(data, DoubleUnaryOp.NEGATE, data);
                assertEquals(-3.0 * LENGTH, again.reduceAsync(data, Reduction.SUM).join());
                assertEquals(List.of(1, 2), pool.mapAll(List.of("a", "bb"), String::length));
                assertThrows(UnsupportedOperationException.class, () -> pool.resize(3));
                assertThrows(IllegalStateException.class, memory::close);
                again.close();
                assertThrows(IllegalStateException.class, () -> again.reduce(data, Reduction.SUM));
                assertEquals(-3.0 * LENGTH, pool.reduce(data, Reduction.SUM), "the pool is still there");
                try (Pool other = Pool.start(memory, PoolOptions.defaults().workerKind(WorkerKind.CALLER))) {
                    IllegalArgumentException which =
                            assertThrows(IllegalArgumentException.class, () -> Pool.attach(memory));
                    assertTrue(which.getMessage().contains("mill"), which::getMessage);
                    assertTrue(which.getMessage().contains(other.name()), which::getMessage);
                }
                host.send("close it");
                host.expect("closed", LIMIT);
                IllegalStateException closed =
                        assertThrows(IllegalStateException.class, () -> pool.reduce(data, Reduction.SUM));
                assertTrue(closed.getMessage().contains("closed"), closed::getMessage);
            }
        }
    }

    @Test
    void theDeathOfTheOwnerEndsEveryCall() {
        try (ChildJvm host = host("mill")) {
            List<Long> workers = workers(host);
            try (Pool pool = Pool.attach(memory)) {
                Job<Double> job = pool.mapReduceAsync(data, x -> Math.pow(Math.sin(x), Math.cos(x)), Reduction.SUM);
                Job<Integer> task = pool.submit(() -> {
                    Thread.sleep(Duration.ofMinutes(5));
                    return 1;
                });
                Await.until("the job is in work", LIMIT, () -> job.progress() > 0);
                host.kill();
                CompletionException failure =
                        assertThrows(CompletionException.class, job::join);
                assertInstanceOf(PeerDiedException.class, failure.getCause());
                failure = assertThrows(CompletionException.class, task::join);
                assertInstanceOf(PeerDiedException.class, failure.getCause());
                assertThrows(PeerDiedException.class, () -> pool.reduce(data, Reduction.SUM));
                Await.until("workers gone", LIMIT, () -> workers.stream().allMatch(Processes::hasEnded));
                assertThrows(PeerDiedException.class, () -> pool.reduce(data, Reduction.SUM), "also afterwards");
                assertThrows(PeerDiedException.class, pool::workers);
            }
            Await.until(
                    "the tables of a pool that nobody uses are gone",
                    LIMIT,
                    () -> MemoryAccess.regionsOf(memory).allRegions().stream()
                            .noneMatch(region -> region.kind() == RegionKind.ENGINE));
        }
    }
}
