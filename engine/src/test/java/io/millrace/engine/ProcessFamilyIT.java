package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.sync.SharedEvent;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.Processes;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// No process outlives the one that started it.
@Timeout(60)
class ProcessFamilyIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private SharedMemory memory;
    private LongArray pids;
    private SharedEvent goOn;

    @BeforeEach
    void makeMemory() {
        memory = SharedMemory.temporary(1 << 20);
        pids = memory.newLongArray("pids", 2);
        memory.newEvent("begun");
        goOn = memory.newEvent("goOn");
    }

    @AfterEach
    void nobodyIsLeft() {
        Await.until("all gone from the file", LIMIT, () -> memory.processes().size() == 1);
        memory.close();
    }

    private ChildJvm start(boolean daemon, String what) {
        ChildJvm parent = ChildJvm.of(ProcessFamily.class, memory.file(), daemon, what).start();
        parent.expect("begun", LIMIT);
        return parent;
    }

    private void assertAllEnd() {
        long child = pids.get(0);
        long grandchild = pids.get(1);
        assertTrue(child != 0 && grandchild != 0);
        Await.until(
                "child and grandchild gone", LIMIT,
                () -> Processes.hasEnded(child) && Processes.hasEnded(grandchild));
    }

    @Test
    void childrenAndGrandchildrenEndAfterAKill() {
        try (ChildJvm parent = start(false, "wait")) {
            parent.kill();
            assertAllEnd();
        }
    }

    @Test
    void theFileOfAKilledParentGoesWithItsLastDescendant() {
        try (ChildJvm parent = ChildJvm.of(TemporaryParent.class).start()) {
            Path file = Path.of(parent.receive(LIMIT));
            parent.kill();
            Await.until("the temporary file is gone", LIMIT, () -> !file.toFile().exists());
        }
    }

    /// Makes a temporary file and starts two processes on it.
    static final class TemporaryParent {
        private TemporaryParent() {}

        public static void main(String[] arguments) throws Exception {
            SharedMemory own = SharedMemory.temporary(1 << 20);
            SharedEvent[] begun = {own.newEvent("one"), own.newEvent("other")};
            for (SharedEvent event : begun) {
                JvmProcess.start(own, () -> {
                    event.set();
                    Thread.sleep(Duration.ofMinutes(5));
                });
            }
            for (SharedEvent event : begun) {
                event.await();
            }
            System.out.println(own.file());
        }
    }

    @Test
    void childrenEndWithAParentThatExits() {
        try (ChildJvm parent = start(false, "exit")) {
            assertEquals(3, parent.await(LIMIT), parent::story);
            assertAllEnd();
        }
    }

    @Test
    void aParentWhoseMainReturnedWaitsForItsChild() {
        try (ChildJvm parent = start(false, "return")) {
            assertTrue(parent.isAlive());
            goOn.set();
            assertEquals(0, parent.await(LIMIT), parent::story);
            assertEquals(0, pids.get(0), "the child came to its end");
            assertEquals(0, pids.get(1), "and the grandchild");
        }
    }

    @Test
    void aParentDoesNotWaitForADaemon() {
        try (ChildJvm parent = start(true, "return")) {
            assertEquals(0, parent.await(LIMIT), parent::story);
            assertAllEnd();
        }
    }
}
