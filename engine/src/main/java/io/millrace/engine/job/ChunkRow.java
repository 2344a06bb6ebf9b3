package io.millrace.engine.job;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// Row of a job's chunk table: one cache line, so that workers on neighbouring chunks do not
/// disturb each other.
///
/// | field      | offset | bytes | written by                 | order                               |
/// |------------|-------:|------:|----------------------------|-------------------------------------|
/// | `word`     |      0 |     8 | submitter, claimer, others | compare-and-set; readers acquire    |
/// | `progress` |      8 |     8 | claimer, recoverer         | release, then a store fence         |
/// | `place`    |     16 |     8 | submitter                  | plain, before the job is RUNNING    |
/// | `partial`  |     24 |    40 | claimer, recoverer         | plain, before `word` leaves RUN     |
///
/// `place` is the chunk's node in the summation tree: first block in the upper 58 bits, level in
/// the lower 6 (a chunk has 2^level blocks). `partial` holds the node's value, of up to five words,
/// once the chunk is DONE; while the chunk is given back after a death it holds the story: pid of
/// the last victim, block count at its death.
final class ChunkRow {
    static final int PARTIAL_WORDS = 5;

    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_LONG.withName("word"),
            JAVA_LONG.withName("progress"),
            JAVA_LONG.withName("place"),
            MemoryLayout.sequenceLayout(PARTIAL_WORDS, JAVA_LONG).withName("partial"));

    private static final VarHandle WORD = LAYOUT.varHandle(groupElement("word"));
    private static final VarHandle PROGRESS = LAYOUT.varHandle(groupElement("progress"));
    private static final VarHandle PLACE = LAYOUT.varHandle(groupElement("place"));
    private static final long PARTIAL = LAYOUT.byteOffset(groupElement("partial"));

    private ChunkRow() {}

    static long wordAcquire(MemorySegment rows, int chunk) {
        return (long) WORD.getAcquire(rows, offset(chunk));
    }

    static boolean wordCas(MemorySegment rows, int chunk, long expected, long value) {
        return WORD.compareAndSet(rows, offset(chunk), expected, value);
    }

    static void wordRelease(MemorySegment rows, int chunk, long value) {
        WORD.setRelease(rows, offset(chunk), value);
    }

    static long progressAcquire(MemorySegment rows, int chunk) {
        return (long) PROGRESS.getAcquire(rows, offset(chunk));
    }

    /// A release; and no store after it is made before it.
    static void progressFenced(MemorySegment rows, int chunk, long value) {
        PROGRESS.setRelease(rows, offset(chunk), value);
        VarHandle.storeStoreFence();
    }

    static void progressRelease(MemorySegment rows, int chunk, long value) {
        PROGRESS.setRelease(rows, offset(chunk), value);
    }

    static long firstBlock(MemorySegment rows, int chunk) {
        return (long) PLACE.get(rows, offset(chunk)) >>> 6;
    }

    static int level(MemorySegment rows, int chunk) {
        return (int) (long) PLACE.get(rows, offset(chunk)) & 63;
    }

    static void place(MemorySegment rows, int chunk, long firstBlock, int level) {
        PLACE.set(rows, offset(chunk), firstBlock << 6 | level);
    }

    static long partial(MemorySegment rows, int chunk, int word) {
        return rows.get(JAVA_LONG, offset(chunk) + PARTIAL + word * 8L);
    }

    static void partial(MemorySegment rows, int chunk, int word, long value) {
        rows.set(JAVA_LONG, offset(chunk) + PARTIAL + word * 8L, value);
    }

    private static long offset(int chunk) {
        return chunk * LAYOUT.byteSize();
    }
}
