package io.millrace.shm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.EndOfStreamException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.Connection;
import io.millrace.shm.message.SharedQueue;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.CrashTrials;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process that sleeps in a wait for several things is killed: its peer, which waits in the same way, sees the end of
/// the stream, and what it waited for works on.
@Timeout(120)
class WaitDeathIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ANNOUNCED = "any.announced";
    private static final String WOKEN = "any.woken";

    @Test
    void theDeathOfAWaiterEndsTheWaitOfItsPeerAndHurtsNobody() throws Exception {
        try (MemoryFolder folder = MemoryFolder.create();
                SharedMemory memory = SharedMemory.create(folder.file("test.mill"), 4 << 20)) {
            SharedQueue<String> queue = memory.newQueue("queue", Codec.utf8());
            SharedEvent event = memory.newEvent("event");
            try (Connection<String, String> near =
                            memory.newPipe("pipe", Codec.utf8(), 1 << 12).first();
                    ChildJvm child =
                            ChildJvm.of(WaitingMain.class, folder.file("test.mill")).start()) {
                assertEquals(List.of(near), Wait.any(List.of(queue, event, near)));
                assertEquals("waiting", near.receive());
                Await.until("it sleeps in the kernel", LIMIT, () -> sleeps(child.pid()));
                child.kill();
                assertEquals(List.of(near), Wait.any(List.of(queue, event, near)));
                assertThrows(EndOfStreamException.class, near::receive);
            }
            queue.put("still here");
            assertEquals(List.of(queue), Wait.any(List.of(event, queue)));
            assertEquals("still here", queue.take());
            event.set();
            assertEquals(List.of(event), Wait.any(List.of(event, queue)));
            assertTrue(event.await(Duration.ZERO));
        }
    }

    @Test
    void everyPointOfAWaitIsOneOfADeathBelow() throws IOException {
        assertEquals(
                Set.of(ANNOUNCED, WOKEN),
                CrashTrials.pointsIn(Path.of("src/main/java/io/millrace/shm/internal/wait")));
    }

    /// The message that woke the dead waiter is for another one, and so is one that finds it announced still.
    @ParameterizedTest
    @ValueSource(strings = {ANNOUNCED, WOKEN})
    void aWaiterThatDiesThereTakesNoMessageWithIt(String point) throws Exception {
        try (MemoryFolder folder = MemoryFolder.create();
                SharedMemory memory = SharedMemory.create(folder.file("test.mill"), 4 << 20)) {
            SharedQueue<String> queue = memory.newQueue("queue", Codec.utf8());
            SharedEvent event = memory.newEvent("event");
            try (Connection<String, String> near =
                            memory.newPipe("pipe", Codec.utf8(), 1 << 12).first();
                    ChildJvm child = ChildJvm.of(WaitingMain.class, folder.file("test.mill"))
                            .property("millrace.crashPoint", point)
                            .start()) {
                assertEquals("waiting", near.receive());
                if (point.equals(WOKEN)) {
                    Await.until("it sleeps in the kernel", LIMIT, () -> sleeps(child.pid()));
                    queue.put("for one of them");
                }
                assertEquals(ChildJvm.KILLED, child.await(LIMIT), child::story);
                assertEquals(List.of(near), Wait.any(List.of(event, near)));
                assertThrows(EndOfStreamException.class, near::receive);
            }
            if (point.equals(ANNOUNCED)) {
                queue.put("for one of them"); // and wakes nobody
            }
            assertEquals(List.of(queue), Wait.any(List.of(event, queue)));
            assertEquals("for one of them", queue.take());
            event.set();
            assertEquals(List.of(event), Wait.any(List.of(event, queue)));
        }
    }

    /// Whether a thread of that process is inside the one system call on all words.
    private static boolean sleeps(long pid) {
        try (var threads = Files.list(Path.of("/proc/%s/task".formatted(pid)))) {
            return threads.anyMatch(WaitDeathIT::isInWait);
        } catch (IOException ended) {
            throw new AssertionError("it has ended", ended);
        }
    }

    private static boolean isInWait(Path thread) {
        try {
            return Files.readString(thread.resolve("syscall")).startsWith("449 ");
        } catch (IOException goneOrForbidden) {
            return false;
        }
    }
}
