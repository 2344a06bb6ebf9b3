package io.millrace.shm.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.RegionInfo;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.LongValue;
import io.millrace.shm.data.StructArray;
import io.millrace.shm.sync.SharedEvent;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.Hand;
import io.millrace.testing.JvmHand;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A program in C, built with the header of this repository and sanitizers, uses a file beside this JVM.
@Timeout(120)
class CPeerIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Path SOURCE = Path.of("src", "test", "c", "peer.c");
    private static final Path HEADER = Path.of("..", "c").toAbsolutePath().normalize();
    private static final List<String> STRICT =
            List.of("-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wsign-conversion", "-Wshadow", "-Werror");

    @TempDir
    private static Path build;

    private static MemoryFolder folder;
    private static SharedMemory memory;
    private static ChildJvm program;
    private static Hand hand;

    record Corner(float x, boolean set) {}

    record Point(byte tag, double size, Corner corner, char letter) {}

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(isThere("cc"), "no C compiler here: cc");
        Path peer = build.resolve("peer");
        compile("cc", "-std=c17", "-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-o",
                peer.toString(), SOURCE.toString());
        folder = MemoryFolder.create();
        memory = SharedMemory.create(folder.file("peer.mill"), 1 << 20);
        program = start(peer);
        hand = new JvmHand(program);
    }

    private static ChildJvm start(Path peer) {
        ChildJvm started = ChildJvm.ofProgram(new ProcessBuilder(
                peer.toString(), memory.file().toString()));
        started.expect("ready", LIMIT);
        return started;
    }

    private static boolean isThere(String compiler) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + compiler + " > /dev/null").start().waitFor() == 0;
    }

    private static void compile(String... command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of(command));
        whole.addAll(1, Stream.concat(STRICT.stream(), Stream.of("-I" + HEADER)).toList());
        Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    @AfterAll
    static void end() {
        if (program != null) {
            program.close();
            memory.delete();
            folder.closeEmpty();
        }
    }

    @AfterEach
    void drop() {
        memory.regions().stream().map(RegionInfo::name).forEach(memory::drop);
    }

    private static void does(String line) {
        assertEquals("0 ", hand.ask(line));
    }

    @Test
    void theHeaderIsGoodForCxxToo() throws Exception {
        Assumptions.assumeTrue(isThere("c++"), "no C++ compiler here: c++");
        compile("c++", "-std=c++17", "-x", "c++", "-fsyntax-only", SOURCE.toString());
    }

    @Test
    void theHeaderWithoutItsImplementationIsGoodForBoth() throws Exception {
        Path other = Files.writeString(build.resolve("other.c"), """
                #include <millrace.h>
                int main(void) { return millrace_error() == 0; }
                """);
        compile("cc", "-std=c17", "-fsyntax-only", other.toString());
    }

    @Test
    void arraysValuesAndStructsAreTheSameBytesInBoth() {
        DoubleArray prices = memory.newDoubleArray("prices", 3, 4);
        LongValue count = memory.newLongValue("count", 5);
        StructArray<Point> points = memory.newStructArray("points", Point.class, 2);
        prices.setAll(index -> index);
        points.set(1, new Point((byte) 1, 2.5, new Corner(0.5f, true), 'a'));
        does("square prices");
        assertEquals(121, prices.get(11));
        does("grow points");
        assertEquals(new Point((byte) 1, 3, new Corner(0.5f, true), 'b'), points.get(1));
        hand.tell("add count");
        for (int number = 0; number < 1_000_000; number++) {
            count.getAndAdd(1);
        }
        assertEquals("0 ", hand.answer());
        assertEquals(2_000_005, count.get());
    }

    @Test
    void whatIsWrongIsToldWithItsValues() {
        memory.newFloatArray("floats", 3);
        assertTrue(hand.ask("square none").startsWith("5 no region of that name: name=none, path="));
        assertTrue(hand.ask("square floats").startsWith("6 the region is of another kind or type: name=floats"));
        memory.newStructArray("corners", Corner.class, 3);
        assertTrue(hand.ask("grow corners").startsWith("6 the region holds other records: name=corners, wanted={"));
    }

    /// Each side finds the other asleep, so a wake that is not sent costs a slice of 50 ms.
    @Test
    void eventsWakeInBothDirections() throws InterruptedException {
        SharedEvent ping = memory.newEvent("ping");
        SharedEvent pong = memory.newEvent("pong");
        assertEquals("1 ", hand.ask("await ping 1000000"));
        hand.tell("play x 101");
        long start = System.nanoTime();
        for (int round = 0; round < 100; round++) {
            ping.set();
            assertTrue(pong.await(LIMIT));
            pong.clear();
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis < 2000, () -> "100 rounds took ms: " + millis);
        memory.drop("ping"); // for which it waits
        assertTrue(hand.answer().startsWith("7 the event was dropped: path="));
    }

    @Test
    void anAttachmentForReadingTakesNoSlot() {
        memory.newDoubleArray("prices", 3).fill(2.5);
        memory.newEvent("ping");
        assertTrue(hand.ask("read x").startsWith("2.5 8 the file was attached for reading: path="));
        assertEquals(2, memory.processes().size());
    }

    @Test
    void aKilledProgramFreesItsSlotAndTheBytesItHeld() {
        memory.newDoubleArray("held", 1000);
        try (ChildJvm killed = start(build.resolve("peer"))) {
            assertEquals("c peer", memory.processes().get(2).name());
            assertEquals(killed.pid(), memory.processes().get(2).pid());
            killed.send("hold held");
            killed.expect("0 ", LIMIT);
            long free = memory.freeBytes();
            memory.drop("held");
            memory.recoverDead();
            assertEquals(free, memory.freeBytes(), "bytes that the program holds");
            killed.kill();
            Await.until("slot and bytes are free", LIMIT, () -> {
                memory.recoverDead();
                return memory.processes().size() == 2 && memory.freeBytes() >= free + 8000;
            });
        }
    }

    @Test
    void aForkedChildDoesNotKeepItsDeadParentAlive() {
        DoubleArray held = memory.newDoubleArray("held", 2);
        try (ChildJvm parent = start(build.resolve("peer"))) {
            parent.send("hold held");
            parent.expect("0 ", LIMIT);
            parent.send("fork");
            assertEquals(ChildJvm.KILLED, parent.await(LIMIT));
            Await.until("its slot is free", LIMIT, () -> memory.processes().size() == 2);
            assertEquals(0, held.get(1), "the child still waits");
            held.set(0, 1);
            Await.until("the child goes on", LIMIT, () -> held.get(1) == 2);
        }
    }
}
