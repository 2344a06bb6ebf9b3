package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ProcessInfo;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.testing.Await;
import io.millrace.testing.LeakCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A cleaner removed the name of the file while a pool is at work: children need none.
@Timeout(60)
class NameRemovedIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private SharedMemory memory;
    private DoubleArray ones;

    @BeforeEach
    void makeMemory() {
        memory = SharedMemory.temporary(8 << 20);
        ones = memory.newDoubleArray("ones", 400_000);
        ones.fill(1);
    }

    @AfterEach
    void nothingIsLeft() {
        memory.close();
        LeakCheck.assertClosed(memory.file().getParent());
    }

    private static List<Long> pids(Pool pool) {
        return pool.workers().stream().map(ProcessInfo::pid).toList();
    }

    private void assertWorks(Pool pool) throws Exception {
        assertEquals(400_000, pool.reduce(ones, Reduction.SUM));
        DoubleArray array = ones;
        assertEquals(400_000.0, pool.submit(() -> array.get(0) * array.length()).get());
    }

    @Test
    void workersThatDiedAreReplaced() throws Exception {
        try (Pool pool = Pool.start(memory, 2)) {
            pool.awaitWorkers();
            Files.delete(memory.file());
            List<Long> before = pids(pool);
            before.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            Await.until(
                    "two new workers",
                    LIMIT,
                    () -> pids(pool).size() == 2 && pids(pool).stream().noneMatch(before::contains));
            assertWorks(pool);
        }
    }

    @Test
    void poolsGrowAndStartAndProcessesAndTheirChildrenRun() throws Exception {
        Files.delete(memory.file());
        try (Pool pool = Pool.start(memory, PoolOptions.defaults().workers(1).maxWorkers(2))) {
            pool.resize(2);
            Await.until("two workers", LIMIT, () -> pids(pool).size() == 2);
            assertWorks(pool);
        }
        DoubleArray array = ones;
        JvmProcess process = JvmProcess.start(memory, () -> startAnother(array));
        assertEquals(0, process.join(), process::errorTail);
        assertEquals(2, ones.get(7));
    }

    private static void startAnother(DoubleArray array) throws InterruptedException {
        JvmProcess child =
                JvmProcess.start((SharedMemory) DataAccess.regionOf(array).memory().handle(), () -> array.set(7, 2));
        System.exit(child.join());
    }

    /// The name now is another's: nobody joins that, and nobody removes it.
    @Test
    void anotherFileOfThatNameIsLeftAlone() throws Exception {
        Path name = memory.file();
        Files.delete(name);
        try (SharedMemory another = SharedMemory.create(name, 1 << 20)) {
            another.newDoubleArray("ones", 10);
            try (Pool pool = Pool.start(memory, 1)) {
                pool.awaitWorkers();
                assertWorks(pool);
                assertEquals(1, another.processes().size());
            }
            memory.close();
            assertTrue(Files.exists(name));
            another.delete();
        }
        assertFalse(Files.exists(name));
    }
}
