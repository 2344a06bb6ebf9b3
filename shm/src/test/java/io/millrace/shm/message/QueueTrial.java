package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Views;
import io.millrace.shm.Waiting;
import io.millrace.shm.internal.file.MappedFile;
import io.millrace.shm.internal.layout.ProcessSlot;
import io.millrace.shm.internal.os.Descriptor.Access;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// One death at one point of a queue, with some peers that put in and process. Afterwards each
/// message that was put in was taken for good once, by a peer, by the victim, or as a dead letter.
final class QueueTrial {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int CAPACITY = 6;

    private final String point;
    private final Path folder;
    private final Path file;
    private final List<ChildJvm> peers;
    private final List<String> put = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();

    QueueTrial(String point, Path folder, List<ChildJvm> peers) {
        this.point = point;
        this.folder = folder;
        this.peers = peers;
        file = folder.resolve("queue.mill");
    }

    /// Runs it; gives back how long after the death the slot was free again.
    Duration run() throws IOException {
        boolean recovers = QueueScenario.of(point) == QueueScenario.RECOVER;
        create();
        tellPeers("work " + (recovers ? "quiet" : "loud") + " " + file, "attached");
        if (recovers) {
            die(QueueScenario.corpseFor(point));
        }
        die(point);
        if (recovers) {
            peers.forEach(peer -> peer.send("go"));
        }
        Duration recovered = Await.until("slots free after " + point, LONG, () -> usedSlots() == peers.size());
        for (ChildJvm peer : peers) {
            peer.send("stop");
            put.addAll(words(peer.receive(LONG)));
            List<String> processed = words(peer.receive(LONG));
            taken.addAll(processed);
        }
        drainTheRest();
        assertEachOnce();
        return recovered;
    }

    private void create() {
        QueueOptions options = QueueOptions.defaults().maxMessageByteSize(64).waiting(Waiting.PARK);
        QueueOptions work = options.capacity(CAPACITY).deadLetters("dead").maxDeliveries(maxDeliveries());
        MemoryOptions small = MemoryOptions.defaults().byteSize(1 << 20).engineByteSize(1 << 12).maxRegions(16);
        try (SharedMemory memory = SharedMemory.create(file, small)) {
            memory.newQueue("dead", Codec.utf8(), options.capacity(4000));
            SharedQueue<String> queue = memory.newQueue("work", Codec.utf8(), work);
            for (int number = 0; number < CAPACITY - 1; number++) {
                assertTrue(queue.offer("first-" + number));
                put.add("first-" + number);
            }
        }
    }

    private int maxDeliveries() {
        boolean dead = QueueScenario.of(point) == QueueScenario.DEAD || point.startsWith("recover.queueMove");
        return dead ? 1 : 1000;
    }

    private void tellPeers(String line, String answer) {
        for (ChildJvm peer : peers) {
            peer.send(line);
            peer.expect(answer, LONG);
        }
    }

    /// Lets a process die and proves that it did, there and by `kill -9`.
    @SuppressWarnings("try") // closed before its end: then it has said all
    private void die(String where) {
        Path log = folder.resolve(where + ".log");
        try (ChildJvm deadWorker = ChildJvm.of(QueueVictim.class, where, file)
                .property("millrace.crashPoint", where)
                .property("millrace.crashLog", log)
                .start()) {
            assertEquals(ChildJvm.KILLED, deadWorker.await(LONG), () -> where + ": " + deadWorker.story());
            assertEquals(List.of(where), Files.readAllLines(log));
            deadWorker.close();
            read(deadWorker.rest(), where);
        } catch (IOException error) {
            throw new AssertionError(where + " was not reached", error);
        }
    }

    private void read(List<String> lines, String where) {
        String putting = null;
        for (String line : lines) {
            String message = line.substring(line.indexOf(' ') + 1);
            switch (line.substring(0, line.indexOf(' '))) {
                case "putting" -> putting = message;
                case "put" -> {
                    put.add(message);
                    putting = null;
                }
                default -> taken.add(message);
            }
        }
        if (putting != null && QueueScenario.isIn(where)) {
            put.add(putting);
        }
    }

    private static List<String> words(String line) {
        return line.isEmpty() ? List.of() : List.of(line.split(","));
    }

    private long usedSlots() {
        try (MappedFile mapped = MappedFile.open(file, Access.READ)) {
            long used = 0;
            for (int slot = 1; slot <= ProcessSlot.COUNT; slot++) {
                long state = ProcessSlot.stateAcquire(ProcessSlot.of(mapped.memory(), slot));
                used += ProcessSlot.PHASE.get(state) == ProcessSlot.FREE ? 0 : 1;
            }
            return used;
        }
    }

    /// What is left in the queues, which are whole.
    private void drainTheRest() {
        try (SharedMemory memory = SharedMemory.attach(file)) {
            for (String name : List.of("work", "dead")) {
                SharedQueue<String> queue = memory.queue(name, Codec.utf8());
                while (!queue.isEmpty()) {
                    String message = queue.poll();
                    if (message != null) {
                        taken.add(message);
                    }
                }
                assertEquals(queue.capacity(), queue.remainingCapacity(), point + ": cells of " + name);
                assertEquals(0, Views.queue(memory, name).unacked(), point);
            }
            memory.delete();
        }
    }

    private void assertEachOnce() {
        Set<String> once = new TreeSet<>(taken);
        assertEquals(once.size(), taken.size(), () -> point + ": taken twice: " + taken);
        Set<String> lost = new TreeSet<>(put);
        once.forEach(lost::remove);
        int gone = QueueScenario.isGone(point) ? 1 : 0;
        assertEquals(gone, lost.size(), () -> point + ": lost " + lost + " of " + put);
        put.forEach(once::remove);
        assertEquals(Set.of(), once, () -> point + ": never put in");
    }
}
