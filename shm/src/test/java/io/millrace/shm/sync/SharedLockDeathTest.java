package io.millrace.shm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.Death;
import io.millrace.shm.OwnerDiedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.lock.LockCore;
import io.millrace.shm.internal.lock.ReadWriteCore;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.Interrupts;
import io.millrace.shm.sync.LockOptions.OnOwnerDeath;
import io.millrace.testing.LeakCheck;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is left when a thread ends inside a lock, or a memory is closed there: the same as when a
/// process dies.
class SharedLockDeathTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final MemoryFolder folder = MemoryFolder.create();
    private final SharedMemory memory = SharedMemory.create(folder.file("death.mill"), SyncContract.OPTIONS);
    private final SharedLock lock = memory.newLock("l");

    @AfterEach
    void nothingIsLeft() {
        memory.close();
        folder.close();
        LeakCheck.assertClosed(folder.path());
    }

    private static void endInside(SharedLock lock, int depth) throws InterruptedException {
        Thread thread = Thread.ofPlatform().start(() -> {
            for (int count = 0; count < depth; count++) {
                lock.lock();
            }
        });
        thread.join();
    }

    @Test
    void laterThreadsGetTheExceptionAndDoNotHoldTheLock() throws InterruptedException {
        endInside(lock, 3);
        assertThrows(OwnerDiedException.class, lock::lock);
        assertFalse(lock.isHeldByCurrentThread());
        assertThrows(IllegalMonitorStateException.class, lock::unlock);
        assertThrows(OwnerDiedException.class, lock::tryLock);
        assertThrows(OwnerDiedException.class, () -> lock.tryLock(LONG));
        assertThrows(OwnerDiedException.class, lock::lockInterruptibly);
        assertTrue(lock.isMarked());
        assertTrue(lock.owner().isEmpty());
    }

    @Test
    void theRecoveringThreadHoldsTheLockAndClearsOrRestoresTheMark() throws InterruptedException {
        endInside(lock, 1);
        assertEquals(LockState.OWNER_DIED, lock.lockOrRecover());
        lock.lock();
        assertEquals(LockState.OWNER_DIED, lock.lockOrRecover());
        lock.unlock();
        lock.unlock();
        lock.unlock();
        assertEquals(LockState.OWNER_DIED, lock.lockOrRecover());
        lock.markConsistent();
        assertEquals(LockState.CLEAN, lock.lockOrRecover());
        lock.unlock();
        lock.unlock();
        assertEquals(LockState.CLEAN, lock.lockOrRecover());
        lock.unlock();
        lock.lock();
        lock.unlock();
    }

    @Test
    void aLockThatContinuesGoesOnAsIfNothingHadHappened() throws InterruptedException {
        SharedLock going = memory.newLock(LockOptions.defaults().onOwnerDeath(OnOwnerDeath.CONTINUE));
        endInside(going, 2);
        assertTrue(going.tryLock(LONG));
        assertFalse(going.isMarked());
        going.unlock();
        endInside(going, 1);
        assertEquals(LockState.CLEAN, memory.lock(going.name()).lockOrRecover());
        going.unlock();
        endInside(going, 1);
        assertTrue(going.tryLock());
        going.unlock();
    }

    @Test
    void aRepairIsRunOnceByTheNextWhileItHoldsTheLock() throws InterruptedException {
        List<Death> deaths = new ArrayList<>();
        SharedLock repaired = lock.withRepair(death -> {
            assertTrue(lock.isHeldByCurrentThread());
            deaths.add(death);
        });
        assertTrue(repaired.repair().isPresent());
        assertTrue(lock.repair().isEmpty());
        endInside(lock, 1);
        repaired.lock();
        repaired.unlock();
        lock.lock();
        repaired.lock();
        repaired.unlock();
        lock.unlock();
        assertEquals(1, deaths.size());
        assertEquals("l", deaths.getFirst().region());
        assertEquals(ProcessHandle.current().pid(), deaths.getFirst().pid());
        assertTrue(deaths.getFirst().thread() > 0);
    }

    /// It found the lock free and marked; until it takes it for the repair, another one has repaired it and reads.
    @Test
    void aReaderThatIsTooLateForARepairDoesNotWaitForOtherReaders() throws Exception {
        SharedReadWriteLock readWrite = memory.newReadWriteLock("rw");
        Thread.ofPlatform().start(() -> readWrite.writeLock().lock()).join();
        SharedReadWriteLock.ReadLock reader = readWrite.withRepair(death -> {}).readLock();
        reader.lock();
        ReadWriteCore core = ReadWriteCore.of(readWrite.region());
        FutureTask<LockCore.Taken> late =
                new FutureTask<>(() -> core.writeIfMarked(false, Deadline.forever(), Interrupts.KEEP));
        Thread.ofPlatform().daemon().start(late);
        assertEquals(LockCore.Taken.CLEAN, late.get(LONG.toSeconds(), TimeUnit.SECONDS));
        assertTrue(readWrite.writeLock().owner().isEmpty());
        reader.unlock();
    }

    @Test
    void aRepairThatThrowsLeavesTheLockMarkedAndFree() throws InterruptedException {
        SharedLock failing = lock.withRepair(death -> {
            throw new IOException("cannot");
        });
        endInside(lock, 1);
        OwnerDiedException told = assertThrows(OwnerDiedException.class, failing::lock);
        assertInstanceOf(IOException.class, told.getCause());
        assertFalse(lock.isHeldByCurrentThread());
        SharedLock broken = lock.withRepair(death -> {
            throw new AssertionError("bug");
        });
        assertThrows(AssertionError.class, broken::tryLock);
        assertFalse(lock.isHeldByCurrentThread());
        assertEquals(LockState.OWNER_DIED, lock.lockOrRecover());
        lock.markConsistent();
        lock.unlock();
    }

    @Test
    void aRepairThatUnlocksHasFailed() throws InterruptedException {
        endInside(lock, 1);
        SharedLock handle = lock.withRepair(death -> lock.unlock());
        OwnerDiedException told = assertThrows(OwnerDiedException.class, handle::lock);
        assertInstanceOf(IllegalMonitorStateException.class, told.getCause());
        assertFalse(lock.isHeldByCurrentThread());
        assertTrue(lock.isMarked());
        SharedReadWriteLock books = memory.newReadWriteLock("rw");
        Thread.ofPlatform().start(() -> books.writeLock().lock()).join();
        SharedReadWriteLock.ReadLock reader =
                books.withRepair(death -> books.writeLock().unlock()).readLock();
        assertThrows(OwnerDiedException.class, reader::lock);
        assertFalse(reader.isHeldByCurrentThread());
        assertEquals(0, books.readers());
        assertTrue(books.writeLock().isMarked());
    }

    @Test
    void aThreadThatAMarkRefusesDoesNotWaitForReaders() throws Exception {
        SharedReadWriteLock books = memory.newReadWriteLock("rw");
        Thread.ofPlatform().start(() -> books.writeLock().lock()).join();
        assertEquals(LockState.OWNER_DIED, books.writeLock().lockOrRecover());
        books.readLock().lock();
        books.writeLock().unlock(); // the mark stays
        try (SharedMemory other = SharedMemory.attach(memory.file())) {
            SharedReadWriteLock theirs = other.readWriteLock("rw");
            assertThrows(OwnerDiedException.class, () -> theirs.readLock().tryLock());
            assertThrows(OwnerDiedException.class, () -> theirs.writeLock().tryLock());
            FutureTask<Void> waiting = new FutureTask<>(() -> {
                theirs.readLock().lock();
                return null;
            });
            Thread.ofPlatform().daemon().start(waiting);
            ExecutionException refused =
                    assertThrows(ExecutionException.class, () -> waiting.get(LONG.toSeconds(), TimeUnit.SECONDS));
            assertInstanceOf(OwnerDiedException.class, refused.getCause());
        }
        books.readLock().unlock();
    }

    @Test
    void aMemoryThatIsClosedInsideLeavesAMarkAndGivesAllElseBack() throws InterruptedException {
        SharedReadWriteLock books = memory.newReadWriteLock("rw");
        SharedReadWriteLock rows = memory.newReadWriteLock("rw2");
        SharedSemaphore permits = memory.newSemaphore("s", 3);
        SharedSemaphore many = memory.newSemaphore("S", 5000);
        SharedBarrier barrier = memory.newBarrier("b", 2);
        try (SharedMemory other = SharedMemory.attach(memory.file())) {
            other.lock("l").lock();
            other.readWriteLock("rw").readLock().lock();
            other.readWriteLock("rw2").writeLock().lock();
            other.semaphore("s").acquire(2);
            other.semaphore("S").acquire(20);
            other.barrier("b");
            assertFalse(lock.tryLock());
            assertFalse(books.writeLock().tryLock());
        }
        assertThrows(OwnerDiedException.class, lock::tryLock);
        assertTrue(books.writeLock().tryLock());
        books.writeLock().unlock();
        assertThrows(OwnerDiedException.class, () -> rows.readLock().tryLock());
        assertThrows(OwnerDiedException.class, () -> rows.writeLock().tryLock());
        assertEquals(3, permits.availablePermits());
        assertEquals(5000, many.availablePermits());
        assertFalse(barrier.isBroken());
    }

    @Test
    void aReadLockOfAnEndedThreadIsReleased() throws InterruptedException {
        SharedReadWriteLock books = memory.newReadWriteLock("rw");
        Thread.ofVirtual()
                .start(() -> {
                    books.readLock().lock();
                    books.readLock().lock();
                })
                .join();
        assertTrue(books.writeLock().tryLock(LONG));
        books.writeLock().unlock();
        assertEquals(0, books.readers());
    }

    @Test
    void aWriterWhoseThreadEndedIsReportedToReadersAndWritersUntilMended() throws InterruptedException {
        SharedReadWriteLock books = memory.newReadWriteLock("rw");
        Thread.ofPlatform().start(() -> books.writeLock().lock()).join();
        assertThrows(OwnerDiedException.class, () -> books.readLock().lock());
        assertThrows(OwnerDiedException.class, () -> books.writeLock().lock());
        assertEquals(LockState.OWNER_DIED, books.writeLock().lockOrRecover());
        assertTrue(books.readLock().tryLock(), "the writer may read");
        books.writeLock().markConsistent();
        books.writeLock().unlock();
        books.readLock().unlock();
        Thread.ofPlatform().start(() -> books.writeLock().lock()).join();
        List<Death> deaths = new ArrayList<>();
        books.withRepair(deaths::add).readLock().lock();
        books.readLock().unlock();
        assertEquals(1, deaths.size());
        books.writeLock().lock();
        books.writeLock().unlock();
    }

    @Test
    void aThreadThatReturnsFromAConditionToAMarkedLockHoldsItAndGetsAnException() throws InterruptedException {
        SharedCondition condition = lock.newCondition();
        lock.lock();
        Thread dying = Thread.ofPlatform().start(() -> {
            lock.lock();
            condition.signal();
        });
        assertThrows(OwnerDiedException.class, condition::await);
        assertTrue(lock.isHeldByCurrentThread());
        lock.unlock();
        dying.join();
        assertEquals(LockState.OWNER_DIED, lock.lockOrRecover());
        lock.markConsistent();
        lock.unlock();
    }

    @Test
    void aThreadOfTheSameNumberDoesNotInheritALock() throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            endInside(lock, 1);
            assertEquals(LockState.OWNER_DIED, lock.lockOrRecover());
            lock.markConsistent();
            lock.unlock();
        }
        for (int round = 0; round < 50; round++) {
            Thread.ofVirtual().start(() -> assertFalse(lock.isHeldByCurrentThread())).join();
        }
    }

    @Test
    void twoAttachmentsOfOneJvmAreTwoOwners() throws InterruptedException {
        try (SharedMemory other = SharedMemory.attach(memory.file())) {
            SharedLock same = other.lock("l");
            lock.lock();
            assertFalse(same.tryLock());
            assertFalse(same.tryLock(Duration.ofMillis(5)));
            assertThrows(IllegalMonitorStateException.class, same::unlock);
            assertEquals(MemoryAccess.regionsOf(memory).slotHolder().slot(), same.owner().orElseThrow().slot());
            lock.unlock();
            assertTrue(same.tryLock());
            assertFalse(lock.tryLock());
            same.unlock();
        }
    }
}
