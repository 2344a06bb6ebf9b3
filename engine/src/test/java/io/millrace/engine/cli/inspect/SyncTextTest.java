package io.millrace.engine.cli.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.view.DeathView;
import io.millrace.shm.view.Holder;
import io.millrace.shm.view.ProcessView;
import io.millrace.shm.view.SyncView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyncTextTest {
    private static final Instant NOW = Instant.EPOCH;

    private static Holder holder(ProcessView.State state) {
        return new Holder(new ProcessView(1, 4711, "main", "user", NOW, state), 1, 1, Optional.empty());
    }

    @Test
    void whatWasPutRightIsCountedByKind() {
        assertEquals(
                "1 lock, 2 batches, 3 regions",
                SyncText.mended(new DeathView(1, NOW, 1, 4711, "main", 1, 0, 0, 0, 2, 0, 3)));
        assertEquals("-", SyncText.mended(new DeathView(1, NOW, 1, 4711, "main", 0, 0, 0, 0, 0, 0, 0)));
    }

    @Test
    void aHolderThatIsNotAliveIsAmiss() {
        assertFalse(SyncText.isAmiss(semaphore(ProcessView.State.ALIVE)));
        assertTrue(SyncText.isAmiss(semaphore(ProcessView.State.STOPPED)));
        assertTrue(SyncText.isAmiss(semaphore(ProcessView.State.DEAD)));
        assertTrue(SyncText.isAmiss(new SyncView.Barrier("barrier", 2, List.of(), true, false)));
        assertFalse(SyncText.isAmiss(new SyncView.Event("event", true, true)));
    }

    private static SyncView semaphore(ProcessView.State state) {
        return new SyncView.Semaphore("permits", 0, 1, List.of(holder(state)), false);
    }
}
