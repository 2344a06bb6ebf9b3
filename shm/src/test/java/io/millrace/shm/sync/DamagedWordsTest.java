package io.millrace.shm.sync;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.MillraceException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Views;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.shm.internal.layout.ConditionWord;
import io.millrace.shm.internal.layout.LockWord;
import io.millrace.shm.internal.layout.OwnerBits;
import io.millrace.shm.internal.lock.ThreadNumbers;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.testing.LeakCheck;
import io.millrace.testing.MemoryFolder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whatever somebody wrote into the words: there is a result or a typed error, within the time that
/// the caller gave.
class DamagedWordsTest {
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final int ROUNDS = 60;

    private final SplittableRandom random = new SplittableRandom(Long.getLong("millrace.seed", 7));
    private final MemoryFolder folder = MemoryFolder.create();
    private final SharedMemory memory = SharedMemory.create(folder.file("damage.mill"), SyncContract.OPTIONS);

    @AfterEach
    void nothingIsLeft() {
        memory.close();
        folder.close();
        LeakCheck.assertClosed(folder.path());
    }

    /// Work that may throw.
    private interface Work {
        void run() throws Exception;
    }

    private void tryAll(MemorySegment segment, long damageable, Work... uses) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            long offset = random.nextLong(damageable / 8) * 8;
            long value = round % 2 == 0 ? random.nextLong() : 1L << random.nextInt(64);
            segment.set(ValueLayout.JAVA_LONG, offset, value);
            for (Work use : uses) {
                tryOne(use);
            }
        }
    }

    private static void tryOne(Work use) throws Exception {
        try {
            use.run();
        } catch (MillraceException typed) {
            assertTrue(typed.getMessage().length() > 10, typed::toString);
        } catch (IllegalStateException full) {
            assertTrue(full.getMessage().contains("released"), full::toString);
        }
    }

    @Test
    void locks() throws Exception {
        SharedLock lock = memory.newLock();
        SharedCondition condition = lock.newCondition();
        Work locked = () -> {
            if (lock.tryLock(MOMENT)) {
                lock.unlock();
            }
        };
        Work recovered = () -> {
            if (lock.withRepair(death -> {}).tryLock(MOMENT)) {
                condition.await(MOMENT);
                condition.signalAll();
                lock.unlock();
            }
        };
        tryAll(lock.region().segment(), 8, locked, recovered, lock::owner, () -> Views.wait(lock.region()));
        tryAll(condition.region().segment(), 8, locked, recovered);
    }

    @Test
    void readWriteLocks() throws Exception {
        SharedReadWriteLock lock = memory.newReadWriteLock();
        Work read = () -> {
            if (lock.readLock().tryLock(MOMENT)) {
                lock.readLock().unlock();
            }
        };
        Work write = () -> {
            if (lock.writeLock().tryLock(MOMENT)) {
                lock.writeLock().unlock();
            }
        };
        tryAll(lock.region().segment(), lock.region().byteSize(), read, write, lock::readers);
    }

    @Test
    void semaphores() throws Exception {
        for (int maximum : new int[] {5, 5000}) {
            SharedSemaphore semaphore = memory.newSemaphore(maximum);
            Work one = () -> {
                if (semaphore.tryAcquire(MOMENT)) {
                    semaphore.release();
                }
            };
            Work two = () -> {
                if (semaphore.tryAcquire(2, MOMENT)) {
                    semaphore.release(2);
                }
            };
            MemorySegment segment = semaphore.region().segment();
            tryAll(segment.asSlice(384), segment.byteSize() / 8 * 8 - 384, one, two, semaphore::availablePermits);
            tryAll(segment, 8, one, two);
        }
    }

    @Test
    void events() throws Exception {
        SharedEvent event = memory.newEvent();
        tryAll(event.region().segment(), 8, () -> event.await(MOMENT), event::set, event::clear, event::isSet);
    }

    @Test
    void barriers() throws Exception {
        SharedBarrier barrier = memory.newBarrier(2);
        Work use = () -> barrier.await(MOMENT);
        tryAll(
                barrier.region().segment(),
                barrier.region().byteSize(),
                use,
                barrier::waiting,
                barrier::isBroken,
                barrier::reset,
                use,
                barrier::abort,
                barrier::reset);
    }

    @Test
    void anOwnerThatCannotExistCountsAsDead() throws Exception {
        SharedLock lock = memory.newLock();
        long[] nobody = {OwnerBits.of(0, 5), OwnerBits.of(MemoryAccess.regionsOf(memory).slotHolder().slot(), 0),
                OwnerBits.of(1023, 7),
            OwnerBits.of(MemoryAccess.regionsOf(memory).slotHolder().slot(), ThreadNumbers.current()),
            OwnerBits.of(MemoryAccess.regionsOf(memory).slotHolder().slot(), ThreadNumbers.MAX)};
        for (long word : nobody) {
            lock.region().segment().set(ValueLayout.JAVA_LONG, 0, word | LockWord.WAITERS);
            assertTrue(lock.withRepair(death -> {}).tryLock(Duration.ofSeconds(10)), () -> Long.toHexString(word));
            lock.unlock();
        }
    }

    @Test
    void regionsOfOtherKindsAndWrongConstantsAreRefused() {
        assertThrows(WrongRegionTypeException.class, () -> SharedLock.over(memory.newEvent().region()));
        assertThrows(WrongRegionTypeException.class,
                () -> SharedBarrier.over(DataAccess.regionOf(memory.newLongArray(10000))));
        SharedCondition condition = memory.newLock().newCondition("c");
        ConditionWord.lock(condition.region().segment(), 123456, 1);
        assertThrows(FileFormatException.class,
                () -> SharedCondition.over(MemoryAccess.regionsOf(memory).openRegion("c", RegionKind.CONDITION)));
        try (SharedMemory other = SharedMemory.attach(memory.file())) {
            memory.newSemaphore("s", 1).region().segment().set(ValueLayout.JAVA_INT, 384, 1 << 30);
            assertThrows(FileFormatException.class, () -> other.semaphore("s"));
            memory.newBarrier("b", 1).region().segment().set(ValueLayout.JAVA_INT, 128, -1);
            assertThrows(FileFormatException.class, () -> other.barrier("b"));
            memory.drop("s");
            memory.drop("b");
        }
    }
}
