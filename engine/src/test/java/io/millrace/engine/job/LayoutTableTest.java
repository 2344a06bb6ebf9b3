package io.millrace.engine.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.testing.LayoutTable;
import java.io.IOException;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The tables in the comments say what the code does.
class LayoutTableTest {
    private static final Path SOURCES = Path.of("src/main/java/io/millrace/engine/job");

    private static final Map<String, StructLayout> LAYOUTS = Map.of(
            "PoolHeader", PoolHeader.LAYOUT,
            "Seats", Seats.LAYOUT,
            "Annex", Annex.LAYOUT,
            "JobEntry", JobEntry.LAYOUT,
            "ChunkRow", ChunkRow.LAYOUT,
            "Handle", Handle.LAYOUT,
            "TaskRow", TaskRow.LAYOUT);

    @Test
    void everyTableOfFieldsIsTheLayout() throws IOException {
        try (var files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                String type = file.getFileName().toString().replace(".java", "");
                StructLayout layout = LAYOUTS.get(type);
                var expected = layout == null ? List.of() : LayoutTable.of(layout);
                assertEquals(expected, LayoutTable.in(file, "field"), type);
            }
        }
    }

    @Test
    void rowsDoNotShareCacheLines() {
        assertEquals(640, PoolHeader.LAYOUT.byteSize());
        assertEquals(128, Seats.LAYOUT.byteSize());
        assertEquals(1024, JobEntry.LAYOUT.byteSize());
        assertEquals(64, ChunkRow.LAYOUT.byteSize());
        assertEquals(256, TaskRow.LAYOUT.byteSize());
    }
}
