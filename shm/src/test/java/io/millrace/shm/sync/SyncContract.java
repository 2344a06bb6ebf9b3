package io.millrace.shm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.testing.Await;
import io.millrace.testing.LeakCheck;
import io.millrace.testing.MemoryFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What everything that processes wait on promises, whoever the others are: threads of the same
/// attachment, of another one, virtual threads, or processes.
abstract class SyncContract {
    static final MemoryOptions OPTIONS =
            MemoryOptions.defaults().byteSize(1 << 20).engineByteSize(1 << 12).maxRegions(64);
    private static final Duration LONG = Duration.ofSeconds(60);

    final MemoryFolder folder = MemoryFolder.create();
    final Path file = folder.file("contract.mill");
    final SharedMemory memory = SharedMemory.create(file, OPTIONS);
    private final List<Hand> hands = new ArrayList<>();
    private Hand one;
    private Hand two;

    /// Somebody new on `memory` or `file`.
    abstract Hand hire();

    private Hand hand() {
        Hand hand = hire();
        hands.add(hand);
        return hand;
    }

    @BeforeEach
    void hireTwo() {
        one = hand();
        two = hand();
    }

    @AfterEach
    void nothingIsLeft() {
        hands.forEach(Hand::close);
        memory.close();
        folder.close();
        LeakCheck.assertClosed(folder.path());
    }

    private SyncView view(String name) {
        return SyncView.all(memory).stream()
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void awaitWaiters(String name) {
        Await.until("waiters at " + name, LONG, () -> view(name).waiters());
    }

    private long acquisitions(String lock) {
        return ((SyncView.Lock) view(lock)).acquisitions();
    }

    /// Until it was taken so often, and let go of.
    private void awaitLetGo(String lock, long acquisitions) {
        Await.until("let go " + acquisitions + " times", LONG, () ->
                acquisitions(lock) == acquisitions && memory.lock(lock).owner().isEmpty());
    }

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
    void manyReadOrOneWrites() {
        SharedReadWriteLock lock = memory.newReadWriteLock("rw");
        one.expect("done", "read rw");
        one.expect("done", "read rw");
        two.expect("done", "read rw");
        assertEquals(2, lock.readers());
        assertFalse(lock.writeLock().tryLock());
        two.expect("IllegalMonitorStateException", "write rw");
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

    @Test
    void permitsAreNeverMoreThanTheMaximum() {
        for (int maximum : new int[] {3, 5000}) {
            String name = "s" + maximum;
            SharedSemaphore semaphore = memory.newSemaphore(name, 3, maximum);
            one.expect("done", "sAcquire " + name + " 2");
            assertEquals(1, semaphore.availablePermits());
            two.expect("false", "sTry " + name + " 2");
            two.expect("false", "sTry " + name + " 2 20");
            two.expect("false", "sTry " + name + " 2 0");
            two.expect("true", "sTry " + name + " 1");
            two.expect("false", "sTry " + name);
            two.tell("sAcquire " + name + " 2");
            awaitWaiters(name);
            one.expect("done", "sRelease " + name + " 1");
            one.expect("done", "sRelease " + name + " 1");
            two.expectAnswer("done");
            assertEquals(0, semaphore.availablePermits());
            semaphore.release(maximum);
            assertEquals(maximum, semaphore.availablePermits());
            two.expect("IllegalStateException", "sRelease " + name);
            one.expect("IllegalStateException", "sRelease " + name + " 2");
            one.expect("IllegalArgumentException", "sTry " + name + " " + (maximum + 1));
            one.expect("IllegalArgumentException", "sRelease " + name + " 0");
        }
    }

    @Test
    void anInterruptEndsAWaitForAPermit() {
        SharedSemaphore semaphore = memory.newSemaphore("s", 0, 1);
        one.tell("sAcquire s");
        awaitWaiters("s");
        one.interrupt();
        one.expectAnswer("InterruptedException");
        two.tell("sTry s 1 60000");
        awaitWaiters("s");
        semaphore.release();
        two.expectAnswer("true");
        assertEquals(0, semaphore.availablePermits());
    }

    @Test
    void anEventLetsAllGoWhileItIsSet() {
        SharedEvent event = memory.newEvent("e");
        one.expect("false", "eAwait e 20");
        one.expect("false", "eAwait e 0");
        one.expect("false", "eIsSet e");
        one.tell("eAwait e");
        two.tell("eAwait e 60000");
        awaitWaiters("e");
        event.set();
        one.expectAnswer("done");
        two.expectAnswer("true");
        one.expect("true", "eIsSet e");
        one.expect("true", "eAwait e -1");
        one.expect("done", "eClear e");
        assertFalse(event.isSet());
        one.tell("eAwait e");
        awaitWaiters("e");
        one.interrupt();
        one.expectAnswer("InterruptedException");
        two.expect("done", "eSet e");
        assertTrue(event.isSet());
    }

    @Test
    void whoWaitedForAnEventGoesOnAlsoIfItIsClearedAtOnce() {
        SharedEvent event = memory.newEvent("e");
        one.tell("eAwait e");
        awaitWaiters("e");
        event.set();
        event.clear();
        one.expectAnswer("done");
        assertFalse(event.isSet());
    }

    @Test
    void aBarrierLetsAllGoOnceAllAreThereAgainAndAgain() {
        SharedBarrier barrier = memory.newBarrier("b", 3);
        Hand three = hand();
        for (int round = 0; round < 30; round++) {
            List.of(one, two, three).forEach(hand -> hand.tell("bAwait b"));
            Set<String> indices = new TreeSet<>(Set.of(one.answer(), two.answer(), three.answer()));
            assertEquals(Set.of("0", "1", "2"), indices);
        }
        assertFalse(barrier.isBroken());
        assertEquals(3, barrier.parties());
        assertEquals(0, barrier.waiting());
    }

    @Test
    void theLastToComeRunsTheActionOnce() {
        memory.newBarrier("b", 2);
        one.tell("bAct b");
        two.tell("bAct b");
        assertEquals(Set.of("0acted", "1"), Set.of(one.answer(), two.answer()));
        one.tell("bAwait b");
        Await.until("one there", LONG, () -> memory.barrier("b").waiting() == 1);
        two.expect("IllegalCallerException", "bFail b");
        one.expectAnswer("BarrierBrokenException");
        one.expect("BarrierBrokenException", "bAwait b");
        two.expect("true", "bBroken b");
        two.expect("done", "bReset b");
        one.tell("bAwait b");
        two.tell("bAwait b");
        assertEquals(Set.of("0", "1"), Set.of(one.answer(), two.answer()));
    }

    @Test
    void aBarrierBreaksForAllOnTimeOutInterruptAbortAndReset() {
        SharedBarrier barrier = memory.newBarrier("b", 3);
        for (String how : List.of("timeout", "interrupt", "abort", "reset")) {
            one.tell("bAwait b");
            Await.until("one there", LONG, () -> barrier.waiting() == 1);
            switch (how) {
                case "timeout" -> two.expect("BarrierBrokenException", "bAwait b 20");
                case "interrupt" -> {
                    two.tell("bAwait b");
                    Await.until("two there", LONG, () -> barrier.waiting() == 2);
                    two.interrupt();
                    two.expectAnswer("InterruptedException");
                }
                case "abort" -> two.expect("done", "bAbort b");
                default -> barrier.reset();
            }
            one.expectAnswer("BarrierBrokenException");
            assertEquals(!how.equals("reset"), barrier.isBroken());
            barrier.reset();
            assertFalse(barrier.isBroken());
            assertEquals(0, barrier.waiting());
        }
    }

    @Test
    void whatIsDroppedSaysSoToThoseWhoWait() {
        memory.newLock("l").lock();
        memory.newEvent("e");
        one.tell("lock l");
        two.tell("eAwait e");
        awaitWaiters("l");
        awaitWaiters("e");
        memory.drop("l");
        memory.drop("e");
        one.expectAnswer("RegionDroppedException");
        two.expectAnswer("RegionDroppedException");
        one.expect("NoSuchRegionException", "lock l");
    }

    @Test
    void aCrowdGoesThroughALockAndAnEvent() {
        SharedLock lock = memory.newLock("l");
        memory.newEvent("e");
        List<Hand> crowd = IntStream.range(0, 2).mapToObj(index -> hand()).toList();
        lock.lock();
        crowd.forEach(hand -> hand.tell("lockAdd l"));
        awaitWaiters("l");
        lock.unlock();
        crowd.forEach(hand -> hand.expectAnswer("true"));
        crowd.forEach(hand -> hand.tell("eAwait e"));
        awaitWaiters("e");
        one.expect("done", "eSet e");
        crowd.forEach(hand -> hand.expectAnswer("done"));
    }
}
