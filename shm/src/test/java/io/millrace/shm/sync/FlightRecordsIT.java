package io.millrace.shm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.QueueOptions;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.FlightRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// The Flight Recorder sees what threads wait for, how their waits end, and what is put right after a death.
@Timeout(60)
class FlightRecordsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String[] WAIT = {"waitedFor", "region", "regionKind", "outcome"};

    @TempDir
    Path folder;

    private static List<String> waits(FlightRecords records) {
        return records.events("Wait").stream()
                .map(event -> FlightRecords.values(event, WAIT))
                .toList();
    }

    /// A virtual thread that is parked in `waiting`.
    private static Thread parked(Executable waiting) {
        Thread waiter = Thread.ofVirtual().start(() -> {
            try {
                waiting.execute();
            } catch (Throwable ended) {
                // by an interrupt, or the barrier that it broke
            }
        });
        Await.until("parked", LIMIT, () -> waiter.getState() == Thread.State.TIMED_WAITING);
        return waiter;
    }

    /// Lets a thread begin to wait, then interrupts it.
    private static void interruptedIn(Executable waiting) throws InterruptedException {
        Thread waiter = parked(waiting);
        waiter.interrupt();
        waiter.join();
    }

    @Test
    void aWaitSaysWhatItWasFor() throws Exception {
        try (SharedMemory memory = SharedMemory.temporary(4L << 20);
                FlightRecords records = new FlightRecords("Wait")) {
            var lock = memory.newLock("lock");
            var shared = memory.newReadWriteLock("shared");
            var event = memory.newEvent("event");
            var permits = memory.newSemaphore("permits", 0, 1);
            var condition = lock.newCondition("condition");
            var barrier = memory.newBarrier("barrier", 2);
            interruptedIn(() -> {
                lock.lock();
                try {
                    condition.await();
                } finally {
                    lock.unlock();
                }
            });
            lock.lock();
            interruptedIn(lock::lockInterruptibly);
            shared.writeLock().lock();
            interruptedIn(() -> shared.readLock().lockInterruptibly());
            interruptedIn(() -> shared.writeLock().lockInterruptibly());
            shared.writeLock().unlock();
            shared.readLock().lock();
            interruptedIn(() -> shared.writeLock().lockInterruptibly());
            interruptedIn(permits::acquire);
            interruptedIn(event::await);
            interruptedIn(barrier::await);
            interruptedIn(() -> Wait.any(List.of(event)));
            assertEquals(
                    List.of(
                            "signal condition CONDITION exception",
                            "lock lock LOCK exception",
                            "read lock shared READ_WRITE_LOCK exception",
                            "write lock shared READ_WRITE_LOCK exception",
                            "readers shared READ_WRITE_LOCK exception",
                            "permits permits SEMAPHORE exception",
                            "event event EVENT exception",
                            "parties barrier BARRIER exception",
                            "any  null exception"),
                    waits(records));
        }
    }

    @Test
    void waitsForMessagesAndRoomAreSeenToo() throws Exception {
        try (SharedMemory memory = SharedMemory.temporary(4L << 20);
                FlightRecords records = new FlightRecords("Wait")) {
            var queue = memory.newQueue("queue", Codec.longs(), QueueOptions.defaults().capacity(1));
            interruptedIn(queue::take);
            queue.put(new long[1]);
            interruptedIn(() -> queue.put(new long[1]));
            queue.takeDelivery();
            interruptedIn(queue::awaitAllAcked);
            var pipe = memory.newPipe("pipe", Codec.longs(), 4096);
            try (var first = pipe.first();
                    var second = pipe.second()) {
                interruptedIn(second::receive);
                while (first.offer(new long[32])) {
                    continue; // until the ring is full
                }
                interruptedIn(() -> first.send(new long[32]));
            }
            var subscriber = memory.newBroadcast("broadcast", Codec.longs(), 4096).subscribe();
            interruptedIn(subscriber::receive);
            assertEquals(
                    List.of(
                            "message queue QUEUE exception",
                            "room queue QUEUE exception",
                            "acks queue QUEUE exception",
                            "message pipe PIPE exception",
                            "room pipe PIPE exception",
                            "message broadcast BROADCAST exception"),
                    waits(records));
        }
    }

    @Test
    void aWaitSaysThatItGotWhatItWantedOrThatTheTimeWasOver() throws Exception {
        try (SharedMemory memory = SharedMemory.temporary(4L << 20);
                FlightRecords records = new FlightRecords("Wait")) {
            var event = memory.newEvent("event");
            Thread waiter = parked(event::await);
            event.set();
            waiter.join();
            event.clear();
            assertFalse(event.await(Duration.ofMillis(200)));
            assertEquals(List.of("event event EVENT reached", "event event EVENT timed out"), waits(records));
            assertTrue(records.events("Wait").getLast().getDuration().toMillis() >= 100);
        }
    }

    @Test
    void aWaitThatFindsWhatItWantsIsNoEvent() throws Exception {
        try (SharedMemory memory = SharedMemory.temporary(4L << 20);
                FlightRecords records = new FlightRecords("Wait")) {
            var lock = memory.newLock("lock");
            lock.lock();
            lock.unlock();
            assertTrue(lock.tryLock(LIMIT));
            lock.unlock();
            var queue = memory.newQueue("queue", Codec.utf8());
            queue.put("there");
            assertEquals("there", queue.take());
            assertEquals(List.of(), waits(records));
        }
    }

    @Test
    void aKilledOwnerIsNamedInTheWaitAndInTheRecovery() throws Exception {
        Path file = folder.resolve("file");
        try (SharedMemory memory = SharedMemory.create(file, 4L << 20);
                FlightRecords records = new FlightRecords("Wait", "Recovery")) {
            var lock = memory.newLock("lock");
            long pid;
            try (ChildJvm owner = ChildJvm.of(LockHolderMain.class, file, "lock").start()) {
                owner.expect("held", LIMIT);
                pid = owner.pid();
                Thread waiter = parked(() -> {
                    lock.lockOrRecover();
                    lock.markConsistent();
                    lock.unlock();
                });
                owner.kill();
                waiter.join();
            }
            RecordedEvent wait = records.events("Wait").getFirst();
            assertEquals("lock lock LOCK owner died", FlightRecords.values(wait, WAIT));
            assertEquals(pid, wait.getLong("holder"));
            Await.until("recovered", LIMIT, () -> !records.events("Recovery").isEmpty());
            RecordedEvent recovery = records.events("Recovery").getFirst();
            assertEquals(
                    "%s 1 0 0 0 0 0 0 true".formatted(pid),
                    FlightRecords.values(
                            recovery, "pid", "locks", "permits", "messages", "chunks", "batches", "ends", "regions",
                            "complete"));
            MemoryAccess.regionsOf(memory).slotHolder().recover(recovery.getInt("slot"));
            assertEquals(1, records.events("Recovery").size(), "one death is recorded once");
        }
    }
}
