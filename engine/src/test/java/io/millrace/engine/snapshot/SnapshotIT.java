package io.millrace.engine.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.Said;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.view.CounterView;
import io.millrace.shm.view.DeathView;
import io.millrace.shm.view.EndView;
import io.millrace.shm.view.Holder;
import io.millrace.shm.view.MapView;
import io.millrace.shm.view.PipeView;
import io.millrace.shm.view.ProcessView;
import io.millrace.shm.view.ProcessView.State;
import io.millrace.shm.view.QueueView;
import io.millrace.shm.view.SyncView;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import io.millrace.testing.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A program that holds one of everything is looked at while it lives, while it is stopped, and after
/// it and its workers were killed at once, so that no process recovers what they held.
@Timeout(180)
class SnapshotIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Test
    void aSnapshotIsTrueOfALivingAStoppedAndADeadProgram() throws IOException {
        try (MemoryFolder folder = MemoryFolder.create();
                ChildJvm program = ChildJvm.of(BusyProgram.class, folder.file("busy.mill")).start()) {
            Path file = folder.file("busy.mill");
            program.expect("ready", LIMIT);
            Snapshot living = Snapshot.of(file);
            check(living, program.pid(), State.ALIVE);
            assertEquals(List.of(), living.deaths());
            Set<Long> workers = pidsOfWorkers(living, program.pid());
            try {
                assertEquals(2, workers.size());
                program.suspend();
                Snapshot stopped = Snapshot.of(file);
                assertEquals(Set.of(program.pid()), pids(stopped.since(living).stopped(), stopped));
                workers.forEach(pid -> signal(pid, "STOP"));
            } finally {
                workers.forEach(pid -> signal(pid, "KILL"));
                program.kill();
            }
            workers.forEach(pid -> Await.until("worker ends", LIMIT, () -> Processes.hasEnded(pid)));
            byte[] before = Files.readAllBytes(file);
            Snapshot dead = Snapshot.of(file);
            check(dead, program.pid(), State.DEAD);
            checkCommand(file, program.pid());
            assertArrayEquals(before, Files.readAllBytes(file));
            assertEquals(0, dead.since(living).queues().getFirst().puts());
            assertThrows(IllegalArgumentException.class, () -> living.since(dead));
            checkRecovered(file, program.pid());
        }
    }

    /// The processes that were stopped before and after.
    private static Set<Long> pids(List<ProcessView> stoppedInBoth, Snapshot stopped) {
        assertEquals(List.of(), stoppedInBoth); // the earlier snapshot found them alive
        return stopped.processes().stream()
                .filter(process -> process.state() == State.STOPPED)
                .map(ProcessView::pid)
                .collect(Collectors.toSet());
    }

    private static Set<Long> pidsOfWorkers(Snapshot snapshot, long owner) {
        return snapshot.processes().stream()
                .map(ProcessView::pid)
                .filter(pid -> pid != owner)
                .collect(Collectors.toSet());
    }

    private static void signal(long pid, String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().onExit().join();
        } catch (IOException error) {
            throw new AssertionError(error);
        }
    }

    private static void check(Snapshot snapshot, long pid, State state) {
        assertTrue(snapshot.file().thisBoot());
        assertTrue(snapshot.file().largestFreeBytes() <= snapshot.file().freeBytes());
        assertEquals(3, snapshot.processes().size());
        assertTrue(snapshot.processes().stream().allMatch(process -> process.state() == state), snapshot.toString());
        snapshot.waits().forEach(wait -> checkWait(wait, pid, state));
        assertEquals(6, snapshot.waits().size());
        QueueView queue = snapshot.queues().getFirst();
        assertEquals(2, queue.depth());
        assertEquals(3, queue.puts());
        assertEquals(1, queue.takes());
        checkHolder(queue.deliveries().getFirst().holder(), pid, state);
        assertEquals(1, queue.unacked());
        assertEquals(1, queue.deliveries().getFirst().attempt());
        PipeView pipe = snapshot.pipes().getFirst();
        assertEquals(EndView.State.TAKEN, pipe.first().state());
        assertEquals(state, pipe.first().process().orElseThrow().state());
        assertTrue(pipe.toSecondBytes() > 0);
        MapView map = snapshot.maps().getFirst();
        assertEquals(new MapView("stock", "utf8", "longs", 2, 8, 32, 16), map);
        checkCounter(snapshot);
        checkPool(snapshot.pools().getFirst(), pid, state, snapshot.file().path());
    }

    /// What the workers counted is what they counted in a value too.
    private static void checkCounter(Snapshot snapshot) {
        try (SharedMemory memory = SharedMemory.attachReadOnly(snapshot.file().path())) {
            long counted = memory.longValue("counted").get();
            assertTrue(counted > 0);
            assertEquals(
                    List.of(new CounterView("computed", Map.of("by", "workers"), 2 * counted)), snapshot.counters());
        }
    }

    private static void checkHolder(Holder holder, long pid, State state) {
        assertEquals(pid, holder.process().pid());
        assertEquals(state, holder.process().state());
    }

    private static void checkWait(SyncView wait, long pid, State state) {
        switch (wait) {
            case SyncView.Lock lock -> {
                checkHolder(lock.owner().orElseThrow(), pid, state);
                assertTrue(lock.owner().orElseThrow().thread() > 0);
                assertFalse(lock.ownerDied());
                assertTrue(lock.lastDeath().isEmpty());
            }
            case SyncView.ReadWriteLock lock -> {
                assertTrue(lock.writer().isEmpty());
                assertEquals(1, lock.readerCount());
                checkHolder(lock.readers().getFirst(), pid, state);
            }
            case SyncView.Semaphore semaphore -> {
                boolean byThread = semaphore.maximum() == 5;
                assertEquals(byThread ? 3 : 4997, semaphore.available());
                assertEquals(
                        byThread ? 2 : 3,
                        semaphore.holders().stream().mapToLong(Holder::count).sum());
                semaphore.holders().forEach(holder -> {
                    checkHolder(holder, pid, state);
                    assertEquals(byThread, holder.thread() > 0 && holder.heldFor().isPresent());
                });
            }
            case SyncView.Event event -> assertFalse(event.isSet());
            case SyncView.Barrier barrier -> {
                assertEquals(3, barrier.parties());
                assertEquals(1, barrier.arrived().size());
                checkHolder(barrier.arrived().getFirst(), pid, state);
            }
            case SyncView.Condition condition -> throw new AssertionError(condition);
        }
    }

    private static void checkPool(PoolView pool, long pid, State state, Path file) {
        assertEquals("mill", pool.name());
        assertEquals(state == State.DEAD ? PoolView.State.ABANDONED : PoolView.State.OPEN, pool.state());
        assertEquals(pid, pool.owner().pid());
        assertEquals(state, pool.owner().state());
        assertEquals(2, pool.workerSlots().size());
        assertTrue(pool.workerSlots().stream().allMatch(worker -> worker.process().state() == state));
        assertEquals("planned", pool.lastFailure().orElseThrow().message());
        assertEquals(IllegalStateException.class.getName(), pool.lastFailure().orElseThrow().type());
        JobView job = pool.jobs().getFirst();
        assertEquals(JobView.State.RUNNING, job.state());
        assertEquals(pid, job.submitter().orElseThrow().pid());
        assertEquals(BusyProgram.LENGTH, job.elements());
        assertEquals(job.chunks() - 1, job.chunksDone());
        assertEquals(1, job.claims().size());
        assertEquals(1, job.claims().getFirst().attempt());
        assertEquals(state, job.claims().getFirst().worker().state());
        assertEquals(state != State.DEAD, job.elementsPerSecond().isPresent());
        assertEquals(state != State.DEAD, pool.tasksPerSecond().isPresent());
        TaskBatchView batch = pool.batches().stream()
                .filter(TaskBatchView::isInWork)
                .findFirst()
                .orElseThrow();
        assertEquals(1, pool.batchesInWork());
        assertEquals(state, batch.worker().orElseThrow().state());
        assertEquals(pid, batch.submitter().orElseThrow().pid());
        assertFalse(batch.worker().equals(job.claims().stream().map(JobView.Claim::worker).findFirst()));
        try (SharedMemory memory = SharedMemory.attachReadOnly(file)) {
            long counted = memory.longValue("counted").get();
            long finished = memory.longValue("finished").get();
            assertTrue(job.elementsDone() <= counted && counted < BusyProgram.LENGTH, "counted=" + counted);
            assertEquals(job.elementsDone(), pool.elementsDone());
            assertEquals(finished + 1, pool.tasksDone()); // and the one that failed
            assertEquals(
                    BusyProgram.ITEMS - finished,
                    pool.tasksInBatches() - pool.tasksDoneInBatches(),
                    () -> pool.batches().toString());
        }
    }

    private static void checkCommand(Path file, long pid) {
        Said text = Said.by("inspect", file.toString());
        assertEquals(0, text.code(), text.err());
        assertTrue(text.out().matches("(?s).*door +lock +held by pid " + pid + " .*, dead +.*"), text.out());
        assertTrue(text.out().contains("pid " + pid + " (dead) 2"), text.out());
        assertTrue(text.out().contains("last failure, at "), text.out());
        Said json = Said.by("inspect", "--json", file.toString());
        JsonNode report = JsonMapper.builder().build().readTree(json.out());
        assertEquals("dead", report.get("processes").get(0).get("state").asString());
        assertEquals(pid, report.get("waits").get(0).get("pid").asLong());
        assertEquals("dead", report.get("waits").get(0).get("state").asString());
        assertEquals("dead", report.get("queues").get(0).get("deliveries").get(0).get("state").asString());
        JsonNode pool = report.get("pools").get(0);
        assertEquals("planned", pool.get("lastFailure").get("message").asString());
        assertTrue(pool.get("elementsPerSecond").isNull());
        assertEquals(1, pool.get("tasks").get("inWork").asInt());
        assertTrue(report.get("counters").get(0).get("sum").asLong() > 0);
        assertEquals("workers", report.get("counters").get(0).get("labels").get("by").asString());
        assertEquals(2, report.get("maps").get(0).get("entries").asInt());
    }

    private static void checkDeaths(List<DeathView> deaths, long pid) {
        assertEquals(3, deaths.size(), deaths::toString);
        DeathView owner = deaths.stream().filter(death -> death.pid() == pid).findFirst().orElseThrow();
        assertEquals(3, owner.locks()); // one of them for reading, one inside the map
        assertEquals(5, owner.permits());
        assertEquals(1, owner.messages());
        assertEquals(1, owner.ends());
        assertEquals(1, deaths.stream().mapToLong(DeathView::chunks).sum());
        assertEquals(1, deaths.stream().mapToLong(DeathView::tasks).sum());
    }

    /// After a process recovered the dead ones, nobody holds anything, and the lock says who died.
    private static void checkRecovered(Path file, long pid) {
        try (SharedMemory memory = SharedMemory.attach(file)) {
            memory.recoverDead();
            Snapshot recovered = Snapshot.of(memory);
            assertEquals(1, recovered.processes().size());
            checkDeaths(recovered.deaths(), pid);
            SyncView.Lock lock = (SyncView.Lock) recovered.waits().getFirst();
            assertTrue(lock.owner().isEmpty() && lock.ownerDied() && lock.lastDeath().isPresent());
            assertEquals(0, recovered.queues().getFirst().unacked());
            assertEquals(3, recovered.queues().getFirst().depth());
            assertEquals(List.of(), recovered.pools().stream().flatMap(pool -> pool.jobs().stream()).toList());
        }
    }
}
