package io.millrace.shm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.Await;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What everything that processes wait on promises, whoever the others are: threads of the same
/// attachment, of another one, virtual threads, or processes.
abstract class SyncContract extends LockContract {
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
    void aThreadThatWaitedForAnEventGoesOnEvenIfItIsClearedAtOnce() {
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
    void waitingThreadsGetAnExceptionForADroppedRegion() {
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

    /// Nobody could signal it. What the caller's `unlock` says depends on whether the region is unmapped by then.
    @Test
    void aThreadThatWaitsOnAConditionLearnsThatItsLockWasDropped() {
        memory.newLock("l").openOrNewCondition("l-c");
        one.tell("cUninterruptibly l");
        awaitWaiters("l-c");
        memory.drop("l");
        String answer = one.answer();
        assertTrue(List.of("RegionDroppedException", "IllegalMonitorStateException").contains(answer), answer);
    }

    @Test
    void aThousandVirtualThreadsPassALockAndAnEvent() {
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
