package io.millrace.engine.internal.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.layout.ChunkRow;
import io.millrace.shm.FileFormatException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The nodes of a finished reduction, read from rows that a process may have damaged.
class PartialsTest {
    private static final int CHUNKS = 3;

    /// Of 2, 2 and 1 blocks, the last one short.
    private static final long LENGTH = 4 * Block.LENGTH + 1;

    private static MemorySegment rows(Arena arena) {
        MemorySegment rows = arena.allocate(ChunkRow.LAYOUT.byteSize() * CHUNKS, Long.BYTES);
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            ChunkRow.place(rows, chunk, 2L * chunk, 1);
            ChunkRow.partial(rows, chunk, 0, 10 + chunk);
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 2, 49", "1, 4, 1", "1, 1, 0", "2, 4, 60", "2, 1048576, 1", "0, 0, 4"})
    void placesThatDoNotFitTogetherAreToldAsDamage(int chunk, long firstBlock, int level) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment rows = rows(arena);
            Partials partials = new Partials(rows, CHUNKS, LENGTH);
            assertArrayEquals(new long[] {10, 11, 12}, partials.nodes(1).words());
            ChunkRow.place(rows, chunk, firstBlock, level);
            FileFormatException damage = assertThrows(FileFormatException.class, () -> partials.nodes(1));
            assertTrue(damage.getMessage().contains("chunk=" + chunk), damage::toString);
        }
    }
}
