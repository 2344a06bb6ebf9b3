package io.millrace.engine.internal.layout;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.millrace.shm.internal.layout.BitField;
import io.millrace.shm.internal.layout.Struct;
import io.millrace.shm.internal.layout.Words;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.List;

/// Row of a job's chunk table: one cache line, so that workers on neighbouring chunks do not
/// disturb each other.
///
/// | field      | offset | bytes | written by                   | order                            |
/// |------------|-------:|------:|------------------------------|----------------------------------|
/// | `word`     |      0 |     8 | submitter, worker, others    | compare-and-set; readers acquire |
/// | `progress` |      8 |     8 | worker, recoverer            | release, then a store fence      |
/// | `place`    |     16 |     8 | submitter                    | plain, before the job is RUNNING |
/// | `partial`  |     24 |    40 | submitter, worker, recoverer | plain, before `word` leaves RUN  |
///
/// Bits of `place`, the chunk's node in the summation tree:
///
/// | bits         | first | bits |
/// |--------------|------:|-----:|
/// | `level`      |     0 |    6 |
/// | `firstBlock` |     6 |   58 |
///
/// A chunk has 2^`level` blocks. `partial` holds the node's value, of up to five words, once the
/// chunk is DONE. In a chunk that was given back after a death it holds two words instead: the pid
/// of the worker that died last, and how many blocks were done at its death. In a chunk of a scan the
/// third word holds the node of all elements before the chunk: the submitter writes it before the
/// job is RUNNING, and nobody changes it. The bits of `word` are those of [JobWord], its transitions
/// stand at `ChunkTable`; `progress` is the word of `Redo`.
public final class ChunkRow {
    public static final int PARTIAL_WORDS = 5;

    /// Word of `partial`, after a death: pid of the worker that died last.
    public static final int DEAD_PID = 0;

    /// Word of `partial`, after a death: how many blocks were done.
    public static final int DEAD_BLOCKS = 1;

    /// Word of `partial`, in a scan: the node of everything before the chunk.
    public static final int BEFORE = 2;

    private static final BitField LEVEL = new BitField("level", 0, 6);
    private static final BitField FIRST_BLOCK = new BitField("firstBlock", 6, 58);

    static final List<BitField> FIELDS = List.of(LEVEL, FIRST_BLOCK);

    public static final Struct LAYOUT = Struct.builder()
            .longs("word", "progress", "place")
            .bytes(PARTIAL_WORDS * Long.BYTES, "partial")
            .build();

    private static final long WORD = LAYOUT.offset("word");
    private static final long PROGRESS = LAYOUT.offset("progress");
    private static final long PLACE = LAYOUT.offset("place");
    private static final long PARTIAL = LAYOUT.offset("partial");

    private ChunkRow() {}

    public static long wordAcquire(MemorySegment rows, int chunk) {
        return (long) Words.LONGS.getAcquire(rows, offset(chunk) + WORD);
    }

    public static boolean wordCas(MemorySegment rows, int chunk, long expected, long value) {
        return Words.LONGS.compareAndSet(rows, offset(chunk) + WORD, expected, value);
    }

    public static void wordRelease(MemorySegment rows, int chunk, long value) {
        Words.LONGS.setRelease(rows, offset(chunk) + WORD, value);
    }

    public static long progressAcquire(MemorySegment rows, int chunk) {
        return (long) Words.LONGS.getAcquire(rows, offset(chunk) + PROGRESS);
    }

    /// Stores with release order, then a store fence: no later store becomes visible before it.
    public static void progressFenced(MemorySegment rows, int chunk, long value) {
        Words.LONGS.setRelease(rows, offset(chunk) + PROGRESS, value);
        VarHandle.storeStoreFence();
    }

    public static void progressRelease(MemorySegment rows, int chunk, long value) {
        Words.LONGS.setRelease(rows, offset(chunk) + PROGRESS, value);
    }

    /// The word itself, for C, which stores to it as [#progressFenced] does.
    public static MemorySegment progress(MemorySegment rows, int chunk) {
        return rows.asSlice(offset(chunk) + PROGRESS, Long.BYTES);
    }

    public static long firstBlock(MemorySegment rows, int chunk) {
        return firstBlock(place(rows, chunk));
    }

    public static int level(MemorySegment rows, int chunk) {
        return level(place(rows, chunk));
    }

    /// The whole word, for [#firstBlock(long)] and [#level(long)].
    public static long place(MemorySegment rows, int chunk) {
        return rows.get(Words.LONG, offset(chunk) + PLACE);
    }

    public static long firstBlock(long place) {
        return FIRST_BLOCK.get(place);
    }

    public static int level(long place) {
        return (int) LEVEL.get(place);
    }

    public static long place(long firstBlock, int level) {
        return FIRST_BLOCK.set(LEVEL.set(0, level), firstBlock);
    }

    public static void place(MemorySegment rows, int chunk, long firstBlock, int level) {
        rows.set(Words.LONG, offset(chunk) + PLACE, place(firstBlock, level));
    }

    public static long partial(MemorySegment rows, int chunk, int word) {
        return rows.get(JAVA_LONG, offset(chunk) + PARTIAL + word * 8L);
    }

    public static void partial(MemorySegment rows, int chunk, int word, long value) {
        rows.set(JAVA_LONG, offset(chunk) + PARTIAL + word * 8L, value);
    }

    private static long offset(int chunk) {
        return chunk * LAYOUT.byteSize();
    }
}
