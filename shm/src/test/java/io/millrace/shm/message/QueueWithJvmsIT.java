package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.Hand;
import io.millrace.testing.JvmHand;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The others are other JVMs.
class QueueWithJvmsIT extends QueueContract {
    private static final List<ChildJvm> CHILDREN = new ArrayList<>();

    @BeforeAll
    static void start() {
        for (int count = 0; count < 3; count++) {
            CHILDREN.add(ChildJvm.of(QueueScriptMain.class).start());
        }
        CHILDREN.forEach(child -> child.expect("ready", LONG));
    }

    @AfterAll
    static void end() {
        CHILDREN.forEach(ChildJvm::close);
    }

    @Override
    List<? extends Hand> hands(int count) {
        return CHILDREN.subList(0, count).stream().map(JvmHand::new).toList();
    }

    @Test
    void messagesTakenByAKilledProcessAreDeliveredAgainSoon() {
        try (MemoryFolder folder = MemoryFolder.create();
                SharedMemory memory = SharedMemory.create(folder.file("killed.mill"), 1 << 20);
                ChildJvm deadWorker = ChildJvm.of(QueueScriptMain.class).start()) {
            SharedQueue<String> queue = memory.newQueue("killed", Codec.utf8(), QueueOptions.defaults().capacity(4));
            deadWorker.expect("ready", LONG);
            Hand killed = new JvmHand(deadWorker);
            Hand survivor = hands(1).getFirst();
            assertEquals("ok", killed.ask("open " + memory.file() + " killed"));
            assertEquals("ok", survivor.ask("open " + memory.file() + " killed"));
            assertTrue(queue.offer("in its hands"));
            assertEquals("in its hands 1", killed.ask("deliver 60000"));
            assertEquals("ok", killed.ask("claim 10"));
            assertTrue(queue.offer("behind its claim"));
            survivor.tell("deliver 60000");
            deadWorker.kill();
            long start = System.nanoTime();
            assertEquals("in its hands 2", survivor.answer());
            assertEquals("behind its claim", survivor.ask("take"));
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(millis < 5000, () -> "after ms: " + millis);
            assertEquals("ok", survivor.ask("ack"));
            assertEquals("ok", survivor.ask("leave"));
            assertEquals(4, queue.remainingCapacity());
            memory.delete();
        }
    }

    /// Queues with codecs that need no flag load nothing that does, and print nothing.
    @Test
    void aQueueLoadsNoLibraryAndPrintsNothing() throws IOException {
        try (MemoryFolder folder = MemoryFolder.create()) {
            Path log = folder.file("loaded.txt");
            ChildJvm child = ChildJvm.of(QuietQueueMain.class, folder.file("quiet.mill"))
                    .flag("-Xlog:class+load:file=" + log)
                    .start();
            try (child) {
                assertEquals(0, child.await(LONG), child::story);
            }
            assertEquals(List.of(), child.rest());
            assertTrue(child.story().endsWith("errors:\n"), child::story);
            String loaded = Files.readString(log);
            assertTrue(loaded.contains("io.millrace.shm.message.SharedQueue "), "the log says what was loaded");
            for (String library : List.of("org.agrona", "net.openhft", "sun.misc.Unsafe ", "org.slf4j")) {
                assertFalse(loaded.contains(library), library);
            }
        }
    }
}
