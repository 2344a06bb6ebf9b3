package io.millrace.shm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionExistsException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Views;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.internal.lock.ThreadNumbers;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.view.Holder;
import io.millrace.shm.view.SyncView;
import io.millrace.testing.LeakCheck;
import io.millrace.testing.MemoryFolder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The doors to what processes wait on, and what handles say of what is gone.
class NamedWaitsTest {
    private final MemoryFolder folder = MemoryFolder.create();
    private final SharedMemory memory = SharedMemory.create(folder.file("doors.mill"), SyncContract.OPTIONS);

    @AfterEach
    void nothingIsLeft() {
        memory.close();
        folder.close();
        LeakCheck.assertClosed(folder.path());
    }

    @Test
    void eachKindIsMadeOnceAndOpenedByName() {
        memory.newLock("l");
        memory.newReadWriteLock("rw");
        memory.newSemaphore("s", 2);
        memory.newEvent("e");
        memory.newBarrier("b", 2);
        assertEquals("l", memory.lock("l").name());
        assertEquals("rw", memory.readWriteLock("rw").name());
        assertEquals("s", memory.semaphore("s").name());
        assertEquals("e", memory.event("e").name());
        assertEquals("b", memory.barrier("b").name());
        assertThrows(RegionExistsException.class, () -> memory.newLock("l"));
        assertThrows(RegionExistsException.class, () -> memory.newEvent("l"));
        assertThrows(NoSuchRegionException.class, () -> memory.lock("x"));
        assertThrows(NoSuchRegionException.class, () -> memory.barrier("x"));
        assertThrows(WrongRegionTypeException.class, () -> memory.lock("rw"));
        assertThrows(WrongRegionTypeException.class, () -> memory.event("l"));
        assertThrows(WrongRegionTypeException.class, () -> memory.semaphore("b"));
        assertThrows(WrongRegionTypeException.class, () -> memory.doubleArray("l"));
        assertThrows(NullPointerException.class, () -> memory.newLock((String) null));
    }

    @Test
    void withoutANameOneIsMadeUp() {
        List<String> names = List.of(
                memory.newLock().name(),
                memory.newLock(LockOptions.defaults()).newCondition().name(),
                memory.newReadWriteLock().name(),
                memory.newSemaphore(1).name(),
                memory.newSemaphore(0, 7).name(),
                memory.newEvent().name(),
                memory.newBarrier(3).name());
        assertEquals(names.size(), names.stream().distinct().count());
        names.forEach(name -> assertTrue(memory.region(name).isPresent()));
    }

    @Test
    void openOrNewOpensOnlyWhatIsAlike() {
        memory.openOrNewLock("l").lock();
        assertTrue(memory.openOrNewLock("l").isHeldByCurrentThread());
        memory.openOrNewReadWriteLock("rw");
        memory.openOrNewReadWriteLock("rw");
        memory.openOrNewEvent("e").set();
        assertTrue(memory.openOrNewEvent("e").isSet());
        assertEquals(2, memory.openOrNewSemaphore("s", 2).maximum());
        assertEquals(2, memory.openOrNewSemaphore("s", 2).availablePermits());
        assertThrows(WrongRegionTypeException.class, () -> memory.openOrNewSemaphore("s", 2, 3));
        assertEquals(2, memory.openOrNewBarrier("b", 2).parties());
        assertThrows(WrongRegionTypeException.class, () -> memory.openOrNewBarrier("b", 3));
    }

    @Test
    void aConditionBelongsToOneLock() {
        SharedLock lock = memory.newLock("l");
        SharedLock another = memory.newLock("l2");
        SharedCondition condition = lock.newCondition("c");
        assertEquals("l", condition.lock().name());
        assertEquals("l", SharedCondition.over(
                MemoryAccess.regionsOf(memory).openRegion("c", io.millrace.shm.RegionKind.CONDITION)).lock().name());
        assertThrows(RegionExistsException.class, () -> lock.newCondition("c"));
        assertThrows(WrongRegionTypeException.class, () -> another.condition("c"));
        assertThrows(NoSuchRegionException.class, () -> lock.condition("d"));
        assertEquals("d", lock.openOrNewCondition("d").name());
        assertEquals("d", lock.openOrNewCondition("d").name());
        assertThrows(IllegalMonitorStateException.class, condition::await);
        assertThrows(IllegalMonitorStateException.class, condition::signalAll);
    }

    @Test
    void sizesOutsideTheBoundsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> memory.newSemaphore("s", 0));
        assertThrows(IllegalArgumentException.class, () -> memory.newSemaphore("s", -1, 2));
        assertThrows(IllegalArgumentException.class, () -> memory.newSemaphore("s", 3, 2));
        assertThrows(IllegalArgumentException.class, () -> memory.newBarrier("b", 0));
        assertThrows(IllegalArgumentException.class, () -> memory.newBarrier("b", 1 << 20));
        assertEquals(Integer.MAX_VALUE, memory.newSemaphore(Integer.MAX_VALUE).availablePermits());
    }

    @Test
    void aBarrierOfOneNeverWaits() throws InterruptedException {
        SharedBarrier barrier = memory.newBarrier(1);
        boolean[] acted = new boolean[1];
        assertEquals(0, barrier.await());
        assertEquals(0, barrier.await(() -> acted[0] = true));
        assertTrue(acted[0]);
        assertEquals(0, barrier.await(Duration.ZERO));
    }

    @Test
    void readWriteLocksHaveNoConditions() {
        SharedReadWriteLock lock = memory.newReadWriteLock();
        assertThrows(UnsupportedOperationException.class, () -> lock.readLock().newCondition());
        assertThrows(UnsupportedOperationException.class, () -> lock.writeLock().newCondition());
    }

    @Test
    void handlesOfWhatWasDroppedSaySo() {
        SharedLock lock = memory.newLock("l");
        SharedReadWriteLock books = memory.newReadWriteLock("rw");
        SharedSemaphore semaphore = memory.newSemaphore("s", 1);
        SharedEvent event = memory.newEvent("e");
        SharedBarrier barrier = memory.newBarrier("b", 1);
        List.of("l", "rw", "s", "e", "b").forEach(memory::drop);
        assertThrows(RegionDroppedException.class, lock::lock);
        assertThrows(RegionDroppedException.class, lock::owner);
        assertThrows(RegionDroppedException.class, () -> books.readLock().lock());
        assertThrows(RegionDroppedException.class, () -> books.writeLock().tryLock());
        assertThrows(RegionDroppedException.class, semaphore::tryAcquire);
        assertThrows(RegionDroppedException.class, semaphore::release);
        assertThrows(RegionDroppedException.class, event::set);
        assertThrows(RegionDroppedException.class, event::await);
        assertThrows(RegionDroppedException.class, barrier::await);
        assertThrows(RegionDroppedException.class, barrier::isBroken);
    }

    @Test
    void handlesOfAClosedMemorySaySo() {
        SharedLock lock;
        SharedEvent event;
        SharedSemaphore semaphore;
        SharedBarrier barrier;
        try (SharedMemory other = SharedMemory.attach(memory.file())) {
            lock = other.newLock("l");
            event = other.newEvent("e");
            semaphore = other.newSemaphore("s", 1);
            barrier = other.newBarrier("b", 1);
        }
        assertThrows(IllegalStateException.class, lock::lock);
        assertThrows(IllegalStateException.class, event::isSet);
        assertThrows(IllegalStateException.class, semaphore::availablePermits);
        assertThrows(IllegalStateException.class, barrier::await);
    }

    @Test
    void aWaitingThreadLeavesWhenItsMemoryIsClosed() throws InterruptedException {
        memory.newLock("l").lock();
        memory.newEvent("e");
        SharedMemory other = SharedMemory.attach(memory.file());
        List<Thread> waiting = List.of(
                Thread.ofPlatform().start(() -> assertClosed(() -> other.lock("l").lock())),
                Thread.ofPlatform().start(() -> assertClosed(() -> other.event("e").await())),
                Thread.ofVirtual().start(() -> assertClosed(() -> other.lock("l").lock())),
                Thread.ofVirtual().start(() -> assertClosed(() -> other.event("e").await())));
        io.millrace.testing.Await.until("asleep", Duration.ofSeconds(20),
                () -> Views.waits(memory).stream().allMatch(SyncView::waiters));
        other.close();
        for (Thread thread : waiting) {
            assertTrue(thread.join(Duration.ofSeconds(20)));
        }
    }

    /// Work that may throw.
    private interface Work {
        void run() throws Exception;
    }

    private static void assertClosed(Work work) {
        assertThrows(IllegalStateException.class, work::run);
    }

    @Test
    void aReadOnlyMemoryWritesNothingAndNeverWaits() {
        SharedLock lock = memory.newLock("l");
        lock.newCondition("c");
        memory.newReadWriteLock("rw").readLock().lock();
        memory.newSemaphore("s", 2, 5).tryAcquire();
        memory.newEvent("e").set();
        memory.newBarrier("b", 3);
        lock.lock();
        try (SharedMemory looking = SharedMemory.attachReadOnly(memory.file())) {
            SyncView.Lock seen = (SyncView.Lock) Views.wait(looking.lock("l").region());
            assertEquals(ProcessHandle.current().pid(), seen.owner().orElseThrow().process().pid());
            assertEquals(ThreadNumbers.current(), seen.owner().orElseThrow().thread());
            List<SyncView> all = Views.waits(looking);
            Holder reader = new Holder(seen.owner().orElseThrow().process(), 0, 1, Optional.empty());
            SyncView.Semaphore semaphore = (SyncView.Semaphore) all.get(3);
            assertEquals(ThreadNumbers.current(), semaphore.holders().getFirst().thread());
            assertTrue(semaphore.holders().getFirst().heldFor().orElseThrow().toSeconds() < 60);
            assertEquals(List.of(
                    seen,
                    new SyncView.ReadWriteLock("rw", Optional.empty(), List.of(reader), false, false, Optional.empty()),
                    new SyncView.Condition("c", List.of(), false),
                    new SyncView.Semaphore("s", 1, 5, semaphore.holders(), false),
                    new SyncView.Event("e", true, false),
                    new SyncView.Barrier("b", 3, List.of(), false, false)), all);
            assertThrows(UnsupportedOperationException.class, () -> looking.event("e").clear());
            assertThrows(UnsupportedOperationException.class, () -> looking.semaphore("s").tryAcquire());
            assertThrows(UnsupportedOperationException.class, () -> looking.barrier("b").await());
            assertFalse(looking.lock("l").tryLock());
            lock.unlock();
            assertThrows(UnsupportedOperationException.class, () -> looking.lock("l").lock());
            assertThrows(UnsupportedOperationException.class, () -> looking.readWriteLock("rw").readLock().lock());
        }
    }
}
