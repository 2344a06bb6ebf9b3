package io.millrace.engine.internal.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.KernelKind;
import io.millrace.engine.Schedule;
import io.millrace.engine.internal.job.JobSpec;
import io.millrace.engine.internal.job.JobTable;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.SubmittedJob;
import io.millrace.engine.internal.job.UserCode;
import io.millrace.engine.internal.kernel.ScalarKernels;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.layout.JobRow;
import io.millrace.engine.internal.layout.JobWord;
import io.millrace.engine.internal.layout.PoolShape;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.internal.region.MemoryAccess;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// As many workers compute for a job of built-in operations as have a processor beside its submitter.
class PlacesTest {
    /// One more than have a place, whatever the machine.
    private static final int WORKERS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private static final int PLACES = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);

    private final SharedMemory memory = SharedMemory.temporary(64L << 20);
    private final PoolRegion pool =
            PoolRegion.create(memory, null, PoolShape.of(WORKERS, 3, KernelKind.SCALAR, Waiting.BALANCED));
    private final ByteArray bytes = memory.newByteArray("bytes", 4096 * Block.LENGTH);
    private final List<ChunkRunner> workers =
            IntStream.range(0, WORKERS).mapToObj(this::worker).toList();
    private final SubmittedJob job = new JobTable(pool)
            .trySubmit(new JobSpec(
                    new Work.Reduce(null, ElementType.BYTE, Reduction.SUM),
                    bytes,
                    null,
                    List.of(),
                    null,
                    Store.CACHED,
                    Schedule.AUTO,
                    UserCode.NONE));

    private ChunkRunner worker(int workerSlot) {
        int slot = MemoryAccess.regionsOf(memory).slotHolder().slot();
        assertTrue(pool.workerSlots().take(workerSlot, slot));
        return new ChunkRunner(pool, ScalarKernels::new, slot, workerSlot);
    }

    @AfterEach
    void close() {
        job.abort();
        job.release();
        memory.close();
    }

    private boolean claims(int worker) {
        return workers.get(worker).run(job.entry());
    }

    @Test
    void aWorkerWithoutAPlaceLeavesTheJobToTheOthers() {
        assertEquals(PLACES + 1, pool.parties());
        for (int worker = 0; worker < PLACES; worker++) {
            assertTrue(claims(worker));
        }
        assertFalse(claims(PLACES));
        assertTrue(claims(0));
    }

    @Test
    void aWorkerThatCameFirstKeepsItsPlaceWhateverItsSlot() {
        for (int worker = PLACES; worker > 0; worker--) {
            assertTrue(claims(worker));
        }
        assertFalse(claims(0));
        assertTrue(claims(PLACES));
    }

    /// The higher one has announced itself and not claimed when the lower one looks.
    @Test
    void ofTwoThatComeAtOnceTheLowerOneStays() {
        for (int worker = 1; worker < PLACES; worker++) {
            assertTrue(claims(worker));
        }
        pool.workerSlots().compute(PLACES, epoch(), false);
        assertTrue(claims(0));
        assertFalse(claims(PLACES));
    }

    @Test
    void aWorkerThatSawALowerOneTooLateLeavesAfterOneChunk() {
        assertTrue(claims(PLACES));
        for (int worker = 0; worker < PLACES; worker++) {
            pool.workerSlots().compute(worker, epoch(), false);
        }
        assertFalse(claims(PLACES));
    }

    @Test
    void aPlaceIsFreeWhenItsWorkerPausesRestsOrEnds() {
        for (int worker = 0; worker < PLACES; worker++) {
            assertTrue(claims(worker));
        }
        assertFalse(claims(PLACES));
        workers.get(0).pause();
        assertTrue(claims(PLACES));
        assertTrue(claims(PLACES));
        assertTrue(claims(PLACES), "it has a place");
        for (int worker = 0; worker < PLACES; worker++) {
            pool.workerSlots().rest(worker, System.nanoTime());
        }
        assertTrue(claims(PLACES));
    }

    private long epoch() {
        return JobWord.epoch(JobRow.stateAcquire(pool.job(job.entry())));
    }
}
