package io.millrace.engine.internal.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.engine.LayoutTableContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayoutTableTest extends LayoutTableContract {
    LayoutTableTest() {
        super(
                Map.of(
                        "PoolHeader", PoolHeader.LAYOUT,
                        "WorkerSlots", WorkerSlots.LAYOUT,
                        "JobPayload", JobPayload.LAYOUT,
                        "JobRow", JobRow.LAYOUT,
                        "ChunkRow", ChunkRow.LAYOUT,
                        "FailureRow", FailureRow.LAYOUT,
                        "ArrayHandle", ArrayHandle.LAYOUT,
                        "TaskRow", TaskRow.LAYOUT),
                Map.of(
                        "JobWord", JobWord.FIELDS,
                        "TaskRow", TaskRow.FIELDS,
                        "ChunkRow", ChunkRow.FIELDS,
                        "FailureRow", FailureRow.FIELDS,
                        "PoolHeader", PoolHeader.FIELDS));
    }

    @Test
    void rowsDoNotShareCacheLines() {
        assertEquals(640, PoolHeader.LAYOUT.byteSize());
        assertEquals(128, WorkerSlots.LAYOUT.byteSize());
        assertEquals(1024, JobRow.LAYOUT.byteSize());
        assertEquals(64, ChunkRow.LAYOUT.byteSize());
        assertEquals(256, TaskRow.LAYOUT.byteSize());
    }
}
