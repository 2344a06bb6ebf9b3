package io.millrace.shm.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.MemoryOptions.Recovery;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.file.FileSweep;
import io.millrace.shm.internal.file.MappedFile;
import io.millrace.shm.internal.layout.ProcessSlot;
import io.millrace.shm.internal.os.Descriptor.Access;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.view.DeathView;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One death at one point, with some peers at work on the same file.
///
/// @param folder of this trial alone
/// @param dead pids of those who died
record Trial(Scenario scenario, String point, Path folder, List<ChildJvm> peers, Set<Long> dead) {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final MemoryOptions OPTIONS = CrashVictim.OPTIONS;

    Trial(Scenario scenario, String point, Path folder, List<ChildJvm> peers) {
        this(scenario, point, folder, peers, new HashSet<>());
    }

    /// Runs it; gives back how long after the death the slot was free again.
    Duration run() throws IOException {
        Path file = folder.resolve("shared.mill");
        if (scenario == Scenario.CREATE) {
            die(point, scenario, file);
            assertEquals(point.equals("create.named"), Files.exists(file), point);
        }
        SharedMemory.openOrCreate(file, OPTIONS).close();
        prepare(file);
        Recovery recovery = scenario == Scenario.RECOVER ? Recovery.MANUAL : Recovery.THREAD;
        for (ChildJvm peer : peers) {
            peer.send("work " + recovery + " " + file);
            peer.expect("attached", LONG);
        }
        if (scenario != Scenario.CREATE) {
            die(point, scenario, file);
        }
        Duration recovered = scenario == Scenario.DELETE ? Duration.ZERO : awaitFreeSlots(file);
        for (ChildJvm peer : peers) {
            peer.send("stop");
            int rounds = Integer.parseInt(peer.receive(LONG));
            assertTrue(rounds > 0, () -> point + ": the peer did not go on: " + peer.story());
        }
        if (scenario == Scenario.DELETE) {
            assertFalse(Files.exists(file));
        } else {
            assertUsable(file);
        }
        return recovered;
    }

    /// What the victim needs to find.
    private void prepare(Path file) {
        if (scenario == Scenario.RECOVER) {
            die(scenario.corpse(point), Scenario.REGION, file);
        }
        if (scenario == Scenario.SWEEP) {
            die("create.named", Scenario.CREATE, folder.resolve("left.mill"));
        }
    }

    /// Lets a process die and proves that it did, there and by `kill -9`.
    private void die(String where, Scenario how, Path file) {
        Path log = folder.resolve("crash.log");
        try (ChildJvm deadWorker = ChildJvm.of(CrashVictim.class, how, file)
                .property("millrace.crashPoint", where)
                .property("millrace.crashLog", log)
                .property("millrace.folder", folder)
                .start()) {
            assertEquals(ChildJvm.KILLED, deadWorker.await(LONG), () -> where + ": " + deadWorker.story());
            List<String> proof = Files.readAllLines(log);
            assertEquals(where, proof.getLast());
            dead.add(deadWorker.pid());
        } catch (IOException error) {
            throw new AssertionError(where + " was not reached", error);
        }
    }

    private Duration awaitFreeSlots(Path file) {
        if (scenario == Scenario.RECOVER) {
            try (SharedMemory _ = SharedMemory.attach(file)) {
                return Await.until("slots free after " + point, LONG, () -> usedSlots(file) == peers.size() + 1);
            }
        }
        return Await.until("slots free after " + point, LONG, () -> usedSlots(file) == peers.size());
    }

    private static long usedSlots(Path file) {
        try (MappedFile mapped = MappedFile.open(file, Access.READ)) {
            long used = 0;
            for (int slot = 1; slot <= ProcessSlot.COUNT; slot++) {
                long state = ProcessSlot.stateAcquire(ProcessSlot.of(mapped.memory(), slot));
                used += ProcessSlot.PHASE.get(state) == ProcessSlot.FREE ? 0 : 1;
            }
            return used;
        }
    }

    /// Each death stands in the log once, also where the recoverer died while it wrote.
    private void assertDeathsAreLogged(SharedMemory memory) {
        List<Long> logged = MemoryAccess.regionsOf(memory).slotHolder().deaths().stream()
                .map(DeathView::pid)
                .filter(dead::contains)
                .toList();
        assertEquals(Set.copyOf(logged).size(), logged.size(), point);
        if (scenario == Scenario.RECOVER) {
            assertEquals(dead, Set.copyOf(logged), point);
        }
    }

    /// Nobody is attached, nothing is lost, all bytes can be had.
    private void assertUsable(Path file) {
        try (SharedMemory memory = SharedMemory.attach(file)) {
            assertEquals(1, memory.processes().size(), point);
            assertDeathsAreLogged(memory);
            memory.regions().forEach(region -> {
                assertEquals("deadWorker", region.name(), point);
                memory.drop(region.name());
            });
            assertEquals(OPTIONS.byteSize(), memory.freeBytes(), point);
            assertEquals(0, memory.newLongArray("all", OPTIONS.byteSize() / 8).get(100), point);
        }
        List<Path> removed = FileSweep.sweepFolder(folder, FileSweep.Scope.NOT_PERSISTENT);
        assertTrue(removed.contains(file), point);
        assertFalse(Files.exists(folder.resolve("left.mill")), point);
    }
}
