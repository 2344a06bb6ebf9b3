package io.millrace.shm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Views;
import io.millrace.shm.view.SyncView;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Runs one [CrashCase] with some peers on a file of its own. The test itself only looks, and
/// recovers nobody.
final class CrashTrial {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final CrashCase death;
    private final List<Hand.OfJvm> peers;
    private final Path file;
    private final Path log;
    private final SharedMemory memory;

    CrashTrial(CrashCase death, List<Hand.OfJvm> peers, Path folder) {
        this.death = death;
        this.peers = peers;
        file = folder.resolve("crash.mill");
        log = folder.resolve("crash.log");
        memory = SharedMemory.create(file, SyncContract.OPTIONS.recovery(MemoryOptions.Recovery.MANUAL));
    }

    /// Dies, and proves that those who live go on; how long that took.
    Duration run() throws IOException {
        memory.newLock("l").newCondition("l-c");
        memory.newLock("c", LockOptions.defaults().onOwnerDeath(LockOptions.OnOwnerDeath.CONTINUE));
        memory.newReadWriteLock("rw");
        memory.newSemaphore("s", 3);
        memory.newSemaphore("S", 5000);
        memory.newEvent("e");
        memory.newBarrier("b", peers.size() + 1);
        if (death.corpse() != null) {
            try (ChildJvm corpse = deadWorker(death.corpse())) {
                death.corpse().during().forEach(this::step);
                dead(corpse, death.corpse());
            }
        }
        String recovery = death.isOfRecovery() ? "MANUAL" : "THREAD";
        peers.forEach(peer -> peer.tell("attach " + file + " " + recovery));
        peers.forEach(peer -> peer.expectAnswer("attached"));
        death.before().forEach(this::step);
        try (ChildJvm deadWorker = deadWorker(death)) {
            death.during().forEach(this::step);
            dead(deadWorker, death);
        }
        long start = System.nanoTime();
        death.after().forEach(this::step);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.toSeconds() < 20, () -> death.point() + " took " + took);
        peers.forEach(Hand.OfJvm::close);
        memory.delete();
        return took;
    }

    private ChildJvm deadWorker(CrashCase who) {
        return ChildJvm.of(VictimMain.class, file, String.join(";", who.deadWorker()))
                .flag("-Xint")
                .property("millrace.crashPoint", who.point())
                .property("millrace.crashLog", log)
                .start();
    }

    private void dead(ChildJvm deadWorker, CrashCase who) throws IOException {
        assertEquals(ChildJvm.KILLED, deadWorker.await(LONG), () -> who.point() + ": " + deadWorker.story());
        assertEquals(who.name(), Files.readAllLines(log).getLast());
    }

    private void step(String step) {
        String[] parts = step.split(" ?-> ");
        String[] words = parts[0].split(" ", 2);
        switch (words[0]) {
            case "all" -> perform(peers, words, parts);
            case "one" -> perform(peers.subList(0, 1), words, parts);
            case "suspend" -> peers.forEach(peer -> peer.jvm().suspend());
            case "resume" -> peers.forEach(peer -> peer.jvm().resume());
            case "waiters" -> Await.until(step, LONG, () -> Views.wait(memory, words[1]).waiters());
            case "owned" -> Await.until(step, LONG, () -> memory.lock(words[1]).owner().isPresent());
            case "there" -> Await.until(step, LONG, () -> waiting(words[1]) == peers.size());
            case "take" -> assertTrue(memory.semaphore(words[1]).tryAcquire(3));
            case "signalAll" -> signalAll(memory.lock(words[1]));
            default -> throw new IllegalArgumentException(step);
        }
    }

    private int waiting(String barrier) {
        return ((SyncView.Barrier) Views.wait(memory, barrier)).arrived().size();
    }

    private static void signalAll(SharedLock lock) {
        lock.lock();
        lock.condition(lock.name() + "-c").signalAll();
        lock.unlock();
    }

    private void perform(List<Hand.OfJvm> who, String[] words, String[] parts) {
        if (words.length > 1) {
            who.forEach(peer -> peer.tell(words[1]));
        }
        if (parts.length > 1) {
            for (Hand.OfJvm peer : who) {
                String answer = peer.answer();
                assertTrue(answer.matches(parts[1]), () -> death.point() + ": " + String.join(" -> ", parts)
                        + ", but: " + answer + "; " + peer.jvm().story());
            }
        }
    }
}
