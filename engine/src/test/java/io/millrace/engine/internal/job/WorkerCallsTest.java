package io.millrace.engine.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.shm.internal.os.Processor;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerCallsTest {
    private final TaskBed bed = new TaskBed();
    private final PoolRegion pool = bed.pool;

    @AfterEach
    void close() {
        bed.close();
    }

    /// The worker of a slot has had nothing to do since then.
    private void rests(int workerSlot, Duration since) {
        pool.workerSlots().take(workerSlot, bed.worker().slot());
        pool.workerSlots().rest(workerSlot, System.nanoTime() - since.toNanos());
    }

    /// Calls workers while the word says that somebody may sleep, though nobody does: a wake finds that out.
    private boolean makesAWake(int needed) {
        pool.work().announce();
        WorkerCalls.some(pool, needed);
        return !pool.work().advanceSilently();
    }

    @Test
    void noWorkerIsWokenWhenNoneIsNeeded() {
        rests(0, Duration.ofSeconds(1));
        assertFalse(makesAWake(0));
        assertFalse(makesAWake(-1));
        assertTrue(makesAWake(1));
    }

    /// It began to rest a minute from now: its spin is not over.
    @Test
    void aWorkerThatSpinsNeedsNoWake() {
        rests(0, Duration.ofSeconds(1));
        rests(1, Duration.ofMinutes(-1));
        assertFalse(makesAWake(1));
        assertTrue(makesAWake(2));
    }

    @Test
    void aWorkerThatWorksOrHasLeftIsNotCounted() {
        rests(0, Duration.ofMinutes(-1));
        pool.workerSlots().rest(0, 0);
        assertTrue(makesAWake(1), "works");
        rests(1, Duration.ofMinutes(-1));
        pool.workerSlots().leave(1, pool.workerSlots().holder(1));
        assertTrue(makesAWake(1), "has left");
    }

    @Test
    void aWakePrefersTheFirstWorkersThatRanOnAnotherProcessor() {
        for (int workerSlot = 0; workerSlot < 2; workerSlot++) {
            rests(workerSlot, Duration.ofSeconds(1));
            pool.workerSlots().runsOn(workerSlot, 7);
        }
        WorkerCalls calls = new WorkerCalls(pool);
        assertEquals(0b01, calls.sleepers(1, 3));
        assertEquals(0b11, calls.sleepers(2, 3));
        assertEquals(0b01, calls.sleepers(1, 7), "all ran on this one");
        pool.workerSlots().runsOn(1, 3);
        assertEquals(0b10, calls.sleepers(1, 7));
        assertEquals(0b11, calls.sleepers(2, 7));
        pool.workerSlots().rest(1, 0);
        assertEquals(0b01, calls.sleepers(2, 7), "the second works");
    }

    @Test
    void aWorkerLeavesTheProcessorThatAnotherOneWaitsOn() {
        assumeTrue(Runtime.getRuntime().availableProcessors() >= 2);
        rests(0, Duration.ofSeconds(1));
        pool.workerSlots().runsOn(0, Processor.current());
        WorkerCalls.await(pool, 1, pool.work().epoch() - 1, true);
        assertTrue(pool.workerSlots().processor(1) >= 0);
        assertTrue(pool.workerSlots().processor(1) != pool.workerSlots().processor(0));
    }

    @Test
    void aCallMovesTheWordThatWorkersSpinOn() {
        int seen = pool.work().epoch();
        WorkerCalls.some(pool, 0);
        assertTrue(pool.work().epoch() != seen);
    }
}
