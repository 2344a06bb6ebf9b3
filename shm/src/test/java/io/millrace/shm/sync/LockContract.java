package io.millrace.shm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.Await;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What locks, their conditions and read-write locks promise, whoever the others are.
abstract class LockContract extends SyncBed {
    @Test
    void aLockIsHeldByOneAtATimeAndAsOftenAsItWasLocked() {
        SharedLock lock = memory.newLock("l");
        one.expect("done", "lock3 l");
        one.expect("true", "lockHeld l");
        assertTrue(lock.owner().isPresent());
        assertFalse(lock.isHeldByCurrentThread());
        two.expect("false", "lockTry l");
        two.expect("false", "lockTry l 0");
        two.expect("false", "lockTry l -5");
        two.expect("false", "lockTry l 20");
        two.tell("lock l");
        awaitWaiters("l");
        one.expect("done", "lockGo l");
        one.expect("done", "lockGo l");
        assertFalse(lock.tryLock());
        one.expect("done", "lockGo l");
        two.expectAnswer("done");
        two.expect("true", "lockHeld l");
        two.expect("done", "lockGo l");
        assertTrue(lock.owner().isEmpty());
        assertTrue(lock.tryLock());
        lock.unlock();
    }

    @Test
    void onlyTheOwnerUnlocks() {
        memory.newLock("l");
        one.expect("IllegalMonitorStateException", "lockGo l");
        one.expect("done", "lock l");
        two.expect("IllegalMonitorStateException", "lockGo l");
        two.expect("IllegalMonitorStateException", "lockMend l");
        two.expect("IllegalMonitorStateException", "cBare l");
        one.expect("done", "lockGo l");
        one.expect("IllegalMonitorStateException", "lockGo l");
    }

    @Test
    void anInterruptEndsAWaitForALockThatAllowsIt() {
        SharedLock lock = memory.newLock("l");
        lock.lock();
        one.tell("lockInterruptibly l");
        two.tell("lockTry l 60000");
        awaitWaiters("l");
        one.interrupt();
        one.expectAnswer("InterruptedException");
        two.interrupt();
        two.expectAnswer("InterruptedException");
        one.tell("lock l");
        Await.until("asleep", LONG, () -> view("l").waiters());
        one.interrupt();
        lock.unlock();
        one.expectAnswer("done");
        one.expect("done", "lockGo l");
    }

    @Test
    void countsUnderALockAreExact() {
        SharedLock lock = memory.newLock("l");
        memory.newLongValue("v", 0);
        Hand three = hand();
        int rounds = 200;
        for (int round = 0; round < rounds; round++) {
            for (Hand hand : List.of(one, two, three)) {
                hand.tell("lock l");
                hand.tell("vAdd v");
                hand.tell("lockGo l");
            }
        }
        for (int answer = 0; answer < rounds * 3; answer++) {
            one.answer();
            two.answer();
            three.answer();
        }
        assertEquals(3 * rounds, memory.longValue("v").get());
        assertTrue(lock.tryLock());
        lock.unlock();
    }

    @Test
    void nothingIsLostWhenAllWantTheSameAtOnce() {
        memory.newLock("l");
        memory.newReadWriteLock("rw");
        SharedSemaphore semaphore = memory.newSemaphore("s", 2);
        memory.newLongValue("v", 0);
        Hand three = hand();
        for (String command : List.of("mLock l 3000", "mWrite rw 2000", "mPermit s 2000")) {
            List.of(one, two, three).forEach(hand -> hand.tell(command));
            List.of(one, two, three).forEach(hand -> hand.expectAnswer("done"));
        }
        assertEquals(3 * 7000, memory.longValue("v").get());
        assertEquals(2, semaphore.availablePermits());
    }

    @Test
    void aConditionLetsTheSignallerInAndComesBackWithTheLock() {
        memory.newLock("l");
        one.tell("cAwaitDeep l");
        Await.until("asleep", LONG, () -> memory.region("l-c").isPresent() && view("l-c").waiters());
        two.expect("done", "cSignal l");
        one.expectAnswer("true");
        one.expect("IllegalMonitorStateException", "lockGo l");
        long before = acquisitions("l");
        one.tell("cAwait l");
        awaitLetGo("l", before + 1);
        one.interrupt();
        one.expectAnswer("InterruptedException");
        one.expect("IllegalMonitorStateException", "lockGo l");
        one.expect("false", "cAwait l 20");
        one.expect("false", "cAwait l 0");
        one.expect("false", "cAwait l -1");
    }

    @Test
    void signalAllWakesEverybodyAndAnInterruptDoesNotEndAWaitThatIgnoresIt() {
        SharedLock lock = memory.newLock("l");
        SharedCondition condition = lock.newCondition("l-c");
        one.tell("cAwait l 60000");
        two.tell("cUninterruptibly l");
        awaitLetGo("l", 2);
        two.interrupt();
        lock.lock();
        condition.signalAll();
        lock.unlock();
        one.expectAnswer("true");
        two.expectAnswer("done");
    }

    @Test
    void oneSignalEndsOneWait() {
        SharedLock lock = memory.newLock("l");
        SharedCondition condition = lock.newCondition("l-c");
        List<Hand> waiting = List.of(one, two, hand(), hand());
        for (int count = 0; count < waiting.size(); count++) {
            waiting.get(count).tell("cAwait l");
            awaitLetGo("l", count + 1);
        }
        for (int left = waiting.size(); left > 0; left--) {
            long before = acquisitions("l");
            lock.lock();
            condition.signal();
            lock.unlock();
            awaitLetGo("l", before + 2);
        }
        waiting.forEach(hand -> hand.expectAnswer("true"));
        lock.lock();
        condition.signal(); // for nobody
        lock.unlock();
        one.expect("false", "cAwait l 120");
    }

    /// Of two signals and two waiters none is left over, whoever was told and interrupted or timed out meanwhile.
    @Test
    void aWaiterThatGivesUpDoesNotTakeASignal() {
        SharedLock lock = memory.newLock("l");
        SharedCondition condition = lock.newCondition("l-c");
        for (int round = 0; round < 20; round++) {
            long before = acquisitions("l");
            one.tell("cAwait l");
            awaitLetGo("l", before + 1);
            two.tell("cAwait l " + (round + 1));
            Await.until("two began", LONG, () -> acquisitions("l") >= before + 2);
            lock.lock();
            condition.signal();
            lock.unlock();
            String ofTwo = two.answer();
            if (ofTwo.equals("true")) {
                lock.lock();
                condition.signal();
                lock.unlock();
            }
            one.expectAnswer("true");
        }
    }

    @Test
    void manyReadOrOneWrites() {
        SharedReadWriteLock lock = memory.newReadWriteLock("rw");
        one.expect("done", "read rw");
        one.expect("done", "read rw");
        two.expect("done", "read rw");
        assertEquals(2, lock.readers());
        assertFalse(lock.writeLock().tryLock());
        two.expect("IllegalMonitorStateException", "write rw");
        two.expect("false", "writeTry rw");
        two.expect("false", "writeTry rw 60000");
        two.expect("IllegalMonitorStateException", "writeInterruptibly rw");
        two.expect("done", "readGo rw");
        two.expect("IllegalMonitorStateException", "readGo rw");
        two.expect("false", "writeTry rw 20");
        two.tell("write rw");
        Await.until("a writer", LONG, () -> lock.writeLock().owner().isPresent());
        assertFalse(lock.readLock().tryLock());
        one.expect("done", "read rw");
        one.expect("done", "readGo rw");
        one.expect("done", "readGo rw");
        one.expect("done", "readGo rw");
        two.expectAnswer("done");
        one.expect("false", "readTry rw");
        one.expect("false", "readTry rw 20");
        one.expect("false", "writeTry rw");
        one.expect("IllegalMonitorStateException", "writeGo rw");
        one.tell("read rw");
        awaitWaiters("rw");
        two.expect("done", "read rw");
        two.expect("done", "writeGo rw");
        one.expectAnswer("done");
        assertEquals(2, lock.readers());
        one.expect("done", "readGo rw");
        two.expect("done", "readGo rw");
        assertEquals(0, lock.readers());
        assertTrue(lock.writeLock().tryLock());
        lock.writeLock().unlock();
    }

    @Test
    void anInterruptEndsAWaitForReadersAndWriters() {
        SharedReadWriteLock lock = memory.newReadWriteLock("rw");
        lock.readLock().lock();
        one.tell("writeInterruptibly rw");
        Await.until("a writer", LONG, () -> lock.writeLock().owner().isPresent());
        two.tell("readInterruptibly rw");
        awaitWaiters("rw");
        two.interrupt();
        two.expectAnswer("InterruptedException");
        one.interrupt();
        one.expectAnswer("InterruptedException");
        two.expect("true", "readTry rw 60000");
        lock.readLock().unlock();
        two.expect("done", "readGo rw");
    }
}
