package io.millrace.engine.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedoTest {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment rows = arena.allocate(ChunkRow.LAYOUT.byteSize(), 64);
    private final MemorySegment scratch = arena.allocate(Scratch.BYTE_SIZE, 64);
    private final MemorySegment data = arena.allocate(3 * Scratch.BYTE_SIZE, 64);

    private final Redo.Blocks blocks = new Redo.Blocks() {
        @Override
        public MemorySegment target(int chunk, long block) {
            return data.asSlice(block * Scratch.BYTE_SIZE, Scratch.BYTE_SIZE);
        }

        @Override
        public MemorySegment scratch(int seat) {
            assertEquals(3, seat);
            return scratch;
        }
    };

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void aCommitMovesOneBlockAndItsRecord() {
        scratch.fill((byte) 7);
        long at = Redo.progress(9, 0);
        long next = Redo.commit(rows, 0, at, new Redo.Ready(3, scratch, blocks.target(0, 0)));
        assertEquals(Redo.progress(9, 1), next);
        assertEquals(next, ChunkRow.progressAcquire(rows, 0));
        assertEquals(7, data.get(ValueLayout.JAVA_BYTE, Scratch.BYTE_SIZE - 1));
        assertEquals(0, data.get(ValueLayout.JAVA_BYTE, Scratch.BYTE_SIZE));
    }

    @Test
    void aRecordedBlockIsCopiedWholeByTheRecoverer() {
        scratch.fill((byte) 5);
        long recorded = Redo.progress(9, 1) | 1L << 10 | 3;
        ChunkRow.progressFenced(rows, 0, recorded);
        Redo.replay(rows, 0, blocks);
        Redo.replay(rows, 0, blocks);
        assertEquals(Redo.progress(9, 2), ChunkRow.progressAcquire(rows, 0));
        assertEquals(0, data.get(ValueLayout.JAVA_BYTE, Scratch.BYTE_SIZE - 1));
        assertEquals(5, data.get(ValueLayout.JAVA_BYTE, Scratch.BYTE_SIZE));
        assertEquals(5, data.get(ValueLayout.JAVA_BYTE, 2 * Scratch.BYTE_SIZE - 1));
        assertEquals(0, data.get(ValueLayout.JAVA_BYTE, 2 * Scratch.BYTE_SIZE));
    }

    @Test
    void withoutARecordNothingIsCopied() {
        scratch.fill((byte) 5);
        ChunkRow.progressRelease(rows, 0, Redo.progress(9, 1));
        Redo.replay(rows, 0, blocks);
        assertEquals(0, data.get(ValueLayout.JAVA_BYTE, Scratch.BYTE_SIZE));
        assertEquals(Redo.progress(9, 1), ChunkRow.progressAcquire(rows, 0));
    }
}
