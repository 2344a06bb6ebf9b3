package io.millrace.engine.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.internal.layout.ChunkRow;
import io.millrace.engine.internal.layout.JobWord;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChunkTableTest {
    private static final long EPOCH = 7;
    private static final ChunkTable.DeadWorker DEAD_WORKER = new ChunkTable.DeadWorker(4711, false);

    private final Arena arena = Arena.ofConfined();
    private final ChunkTable table = new ChunkTable(arena.allocate(4 * ChunkRow.LAYOUT.byteSize(), 64));

    @BeforeEach
    void open() {
        for (int chunk = 0; chunk < 4; chunk++) {
            table.open(chunk, EPOCH, chunk, 0);
        }
    }

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void aChunkIsClaimedOnce() {
        assertTrue(table.claim(0, EPOCH, 5));
        assertFalse(table.claim(0, EPOCH, 6));
        table.finish(0, EPOCH, ChunkTable.DONE, 5);
        assertFalse(table.claim(0, EPOCH, 6));
        assertEquals(new ChunkTable.Census(3, 0, 1, -1), table.census(4, EPOCH));
    }

    @Test
    void aWorkerThatReadAnEarlierJobClaimsNothing() {
        assertFalse(table.claim(0, EPOCH - 1, 5));
        assertEquals(0, table.census(4, EPOCH - 1).open());
    }

    @Test
    void aChunkOfTheDeadIsClaimedAgainAndKnowsItsAttempt() {
        table.claim(1, EPOCH, 5);
        assertTrue(table.giveBack(1, table.word(1), DEAD_WORKER, 8));
        assertTrue(table.claim(1, EPOCH, 6));
        assertEquals(1, JobWord.attempt(table.word(1)));
        assertEquals(6, JobWord.slot(table.word(1)));
    }

    @Test
    void aSubmitterClaimsNoChunkInWhichSomebodyDied() {
        table.claim(1, EPOCH, 5);
        table.giveBack(1, table.word(1), DEAD_WORKER, 8);
        assertFalse(table.claimUntried(1, EPOCH, 6));
        assertTrue(table.claimUntried(2, EPOCH, 6));
        assertFalse(table.claimUntried(2, EPOCH, 6));
        assertTrue(table.claim(1, EPOCH, 7));
    }

    @Test
    void theLastAttemptIsTheLast() {
        for (int attempt = 1; attempt < 3; attempt++) {
            table.claim(2, EPOCH, 5);
            assertTrue(table.giveBack(2, table.word(2), DEAD_WORKER, 3));
        }
        table.claim(2, EPOCH, 5);
        assertFalse(table.giveBack(2, table.word(2), DEAD_WORKER, 3));
        assertEquals(2, table.census(4, EPOCH).failed());
        assertEquals(4711, ChunkRow.partial(table.rows(), 2, 0));
        assertEquals(3, JobWord.attempt(table.word(2)));
    }

    @Test
    void aChunkOfAnAbortedJobIsCancelledByADeathEvenInItsLastAttempt() {
        table.claim(2, EPOCH, 5);
        assertFalse(table.giveBack(2, table.word(2), new ChunkTable.DeadWorker(4711, true), 1));
        assertEquals(ChunkTable.CANCELLED, JobWord.state(table.word(2)));
        assertEquals(-1, table.census(4, EPOCH).failed());
    }

    @Test
    void whatAReductionWroteBeforeItDiedDoesNotHideItsAttempts() {
        for (int attempt = 1; attempt < 3; attempt++) {
            table.claim(2, EPOCH, 5);
            ChunkRow.partial(table.rows(), 2, 1, Double.doubleToLongBits(-1.5));
            assertTrue(table.giveBack(2, table.word(2), DEAD_WORKER, 3));
        }
        table.claim(2, EPOCH, 5);
        assertFalse(table.giveBack(2, table.word(2), DEAD_WORKER, 3));
    }

    @Test
    void finishedBlocksStartTheAttemptsAnew() {
        table.claim(3, EPOCH, 5);
        table.giveBack(3, table.word(3), DEAD_WORKER, 3);
        table.claim(3, EPOCH, 5);
        table.giveBack(3, table.word(3), DEAD_WORKER, 3);
        table.claim(3, EPOCH, 5);
        ChunkRow.progressRelease(table.rows(), 3, Redo.progress(EPOCH, 1));
        assertTrue(table.giveBack(3, table.word(3), DEAD_WORKER, 3));
        assertEquals(1, JobWord.attempt(table.word(3)));
    }

    @Test
    void cancelledChunksAreClaimedByNobodyAndThoseInWorkGoOn() {
        table.claim(0, EPOCH, 5);
        table.cancelFree(4, EPOCH);
        assertFalse(table.claim(1, EPOCH, 6));
        assertEquals(new ChunkTable.Census(1, 1, 0, -1), table.census(4, EPOCH));
        table.finish(0, EPOCH, ChunkTable.DONE, 5);
        assertEquals(0, table.census(4, EPOCH).open());
    }

    @Test
    void aChunkTakenFromItsLivingClaimerIsAnError() {
        table.claim(0, EPOCH, 5);
        ChunkRow.wordRelease(table.rows(), 0, JobWord.of(EPOCH, ChunkTable.RUN, 0, 9));
        assertThrows(IllegalStateException.class, () -> table.finish(0, EPOCH, ChunkTable.DONE, 5));
    }
}
