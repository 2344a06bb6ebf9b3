package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.LongArray;
import io.millrace.testing.LeakCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Pools and processes that static initializers start: in the program itself they run, in children they
/// would start children without end.
@Timeout(120)
class StaticPoolIT {
    private static final PoolOptions ONE = PoolOptions.defaults().workers(1).output(WorkerOutput.DISCARD);
    private static final String REFUSAL =
            "is started by a static initializer in a process that Millrace started: class=";

    private SharedMemory memory;

    @BeforeEach
    void makeMemory() {
        memory = SharedMemory.temporary(1 << 20);
    }

    @AfterEach
    void nothingIsLeft() {
        memory.close();
        LeakCheck.assertClosed(memory.file().getParent());
    }

    /// As programs are written whose main class has a pool.
    static final class Program {
        static final Pool POOL = Pool.start(ONE);

        private Program() {}

        static RemoteCallable<Integer> task() {
            return () -> 1;
        }
    }

    /// Initialised by tasks only.
    static final class Pools {
        static final Pool POOL = Pool.start(ONE);

        private Pools() {}

        static int use() {
            return POOL.workers().size();
        }
    }

    /// Initialised by tasks only.
    static final class Processes {
        static final JvmProcess PROCESS;

        static {
            try (SharedMemory memory = SharedMemory.temporary(1 << 20)) {
                PROCESS = JvmProcess.start(memory, () -> {});
            }
        }

        private Processes() {}

        static long use() {
            return PROCESS.pid();
        }
    }

    private static String refusal(Job<?> job) {
        ExecutionException failure = assertThrows(ExecutionException.class, job::get);
        return assertInstanceOf(WorkerException.class, failure.getCause()).getMessage();
    }

    private static void assertRefused(String type, String message) {
        assertTrue(message.contains(REFUSAL + type), message);
        assertTrue(message.contains("start it in a method that main or a task calls"), message);
    }

    @Test
    void thePoolOfTheMainClassRunsInTheProgramAndIsRefusedInItsWorkers() {
        try (Pool pool = Program.POOL) {
            for (int call = 0; call < 2; call++) { // the JVM tells the second time otherwise
                String message = refusal(pool.submit(Program.task()));
                assertRefused(Program.class.getName(), message);
                assertTrue(message.contains("the class of a function cannot be initialised in this process"), message);
            }
            pool.awaitWorkers();
            assertEquals(1, pool.workers().size());
            assertEquals(0, pool.stats().workerDeaths());
        }
    }

    @Test
    void aTaskThatTouchesSuchAClassFailsWithTheReasonInItsMessage() {
        try (Pool pool = Pool.start(memory, ONE)) {
            assertRefused(Pools.class.getName(), refusal(pool.submit(Pools::use)));
            assertRefused(Pools.class.getName(), refusal(pool.submit(() -> Pools.use() + 1)));
            assertRefused(Processes.class.getName(), refusal(pool.submit(Processes::use)));
        }
    }

    @Test
    void aProcessEndsWithTheReasonAlone() throws Exception {
        JvmProcess process = JvmProcess.builder(memory, () -> System.exit(Pools.use()))
                .output(WorkerOutput.DISCARD)
                .start();
        assertEquals(1, process.join());
        assertRefused(Pools.class.getName(), process.errorTail());
    }

    private static int nested() {
        try (Pool pool = Pool.start(ONE)) {
            return pool.mapAll(List.of(1, 2, 3), x -> 2 * x).getLast();
        } catch (RuntimeException refused) {
            return -1;
        }
    }

    @Test
    void aTaskMayHaveAPoolOfItsOwnAndAnyClassThreads() throws Exception {
        try (Pool pool = Pool.start(memory, ONE)) {
            assertEquals(6, pool.submit(StaticPoolIT::nested).get());
            assertEquals(4, pool.submit(Threads::use).get());
        }
    }

    /// No process is started here.
    static final class Threads {
        static final Pool POOL = Pool.start(PoolOptions.defaults().workers(1).workerKind(WorkerKind.THREAD));

        private Threads() {}

        static int use() throws Exception {
            int value = POOL.submit(() -> 4).get();
            POOL.close();
            return value;
        }
    }

    @Test
    void aClosedMemoryIsRefusedBeforeThereIsAProcess() {
        Path file = memory.file();
        memory.close();
        IllegalStateException process =
                assertThrows(IllegalStateException.class, () -> JvmProcess.start(memory, () -> {}));
        IllegalStateException pool = assertThrows(IllegalStateException.class, () -> Pool.start(memory, ONE));
        String expected = "memory closed: file=" + file + "; attach to it again";
        assertEquals(expected, process.getMessage());
        assertEquals(expected, pool.getMessage());
        assertTrue(JvmProcess.activeChildren().isEmpty());
    }

    @Test
    void aTaskWithAHandleOfADroppedRegionEndsWithThatMessageAlone() throws Exception {
        LongArray array = memory.newLongArray("dropped", 10);
        memory.drop("dropped");
        JvmProcess process = JvmProcess.builder(memory, () -> array.set(0, 1))
                .output(WorkerOutput.DISCARD)
                .start();
        assertEquals(1, process.join());
        String said = process.errorTail().lines()
                .filter(line -> !line.startsWith("WARNING"))
                .toList()
                .toString();
        assertTrue(said.startsWith("[process ends: process=" + process.name() + ", the region was dropped:"), said);
        assertEquals(1, said.lines().count(), said);
        assertTrue(!said.contains("\tat "), said);
    }
}
