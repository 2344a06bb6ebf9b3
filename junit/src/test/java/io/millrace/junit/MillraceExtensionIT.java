package io.millrace.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.millrace.engine.JvmProcess;
import io.millrace.engine.Pool;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.SharedQueue;
import io.millrace.shm.sync.SharedEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/// Runs small test classes of users: what their tests are given, and which leaks fail them.
@Timeout(120)
class MillraceExtensionIT {
    /// What the tests of the small classes did; those that run here.
    private static final List<Object> SEEN = Collections.synchronizedList(new ArrayList<>());

    /// Memories that a test left open, for the test here to close.
    private static final List<SharedMemory> LEFT = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void forget() {
        SEEN.clear();
        LEFT.forEach(SharedMemory::close);
        LEFT.clear();
    }

    private static Events run(DiscoverySelector selector) {
        return EngineTestKit.engine("junit-jupiter").selectors(selector).execute().testEvents();
    }

    /// Not found by JUnit itself: the names of integration tests end in `IT`.
    @MillraceTest
    static class Good {
        private SharedMemory first;

        @BeforeEach
        void fill(SharedMemory memory) {
            first = memory;
            memory.newDoubleArray("prices", 1_000).fill(2);
        }

        @Test
        void squares(SharedMemory memory, Pool pool) {
            assertSame(first, memory);
            assertSame(memory, pool.memory());
            pool.map(memory.doubleArray("prices"), DoubleUnaryOp.SQUARE, memory.doubleArray("prices"));
            assertEquals(4_000.0, pool.reduce(memory.doubleArray("prices"), Reduction.SUM));
            assertEquals(2, pool.stats().workers());
            assertNotEquals(ProcessHandle.current().pid(), pool.submit(() -> ProcessHandle.current().pid()).join());
            SEEN.add(memory.file());
        }

        @Test
        @MillraceTest(byteSize = 1 << 20, workers = 1, workerKind = WorkerKind.THREAD)
        void optionsOfTheMethod(Pool pool) {
            assertEquals(1, pool.submit(() -> 1).join());
            assertEquals(1, pool.stats().workers());
            assertEquals(1 << 20, pool.memory().byteSize());
            SEEN.add(pool.memory().file());
        }

        @Test
        void closesItself(SharedMemory memory, Pool pool) {
            pool.close();
            memory.close();
            SEEN.add(memory.file());
        }

        @Test
        void usesNothing() {}
    }

    @Test
    void eachTestHasAMemoryAndAPoolOfItsOwn() {
        run(selectClass(Good.class)).assertStatistics(counts -> counts.started(4).succeeded(4));
        assertEquals(3, SEEN.stream().distinct().count());
        SEEN.forEach(file -> assertFalse(Files.exists((Path) file), file::toString));
        assertEquals(List.of(), JvmProcess.activeChildren());
    }

    @MillraceTest(workerKind = WorkerKind.THREAD)
    static class Leaking {
        @Test
        void lock(SharedMemory memory) {
            memory.newLock("l").lock();
        }

        @Test
        void writeLock(SharedMemory memory) {
            memory.newReadWriteLock("rw").writeLock().lock();
        }

        @Test
        void ownerThatDied(SharedMemory memory) throws InterruptedException {
            var lock = memory.newLock("l");
            Thread.ofPlatform().start(lock::lock).join();
        }

        @Test
        void delivery(SharedMemory memory) throws InterruptedException {
            SharedQueue<String> queue = memory.newQueue("q", Codec.utf8());
            queue.put("a");
            queue.takeDelivery();
        }

        @Test
        void attachment(SharedMemory memory) {
            LEFT.add(SharedMemory.attach(memory.file()));
        }

        @Test
        void otherMemory() {
            LEFT.add(SharedMemory.temporary(1 << 16));
        }

        @Test
        void job(Pool pool) throws InterruptedException {
            SharedEvent begun = pool.memory().newEvent("begun");
            pool.submit(() -> {
                begun.set();
                Thread.sleep(Long.MAX_VALUE);
            });
            begun.await();
        }

        @Test
        void child(SharedMemory memory) throws InterruptedException {
            SharedEvent begun = memory.newEvent("begun");
            JvmProcess.builder(memory, () -> {
                        begun.set();
                        Thread.sleep(Long.MAX_VALUE);
                    })
                    .name("forgotten")
                    .start();
            begun.await();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lock          | a lock is held: lock=l, process=",
                "writeLock     | a write lock is held: lock=rw, process=",
                "ownerThatDied | the owner of a lock died inside: lock=l",
                "delivery      | messages were taken and not acked: queue=q, messages=1",
                "attachment    | this program has attached the memory once more: slot=",
                "otherMemory   | another memory is open: file=",
                "job           | jobs of the pool have not ended: jobs=1",
                "child         | a child process runs: name=forgotten, pid="
            })
    void aLeakFailsTheTestAndIsNamed(String method, String line) {
        Class<?>[] parameters = Arrays.stream(Leaking.class.getDeclaredMethods())
                .filter(each -> each.getName().equals(method))
                .findFirst()
                .orElseThrow()
                .getParameterTypes();
        Events events = run(selectMethod(Leaking.class, method, parameters));
        events.assertStatistics(counts -> counts.started(1).failed(1));
        String message = events.failed()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow().getMessage())
                .findFirst()
                .orElseThrow();
        List<String> lines = message.lines().toList();
        assertTrue(lines.getFirst().contains("test=" + method + "("), message);
        assertEquals(2, lines.size(), message);
        assertTrue(lines.getLast().startsWith("- " + line), message);
        assertEquals(List.of(), JvmProcess.activeChildren());
    }
}
