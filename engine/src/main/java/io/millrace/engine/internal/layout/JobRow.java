package io.millrace.engine.internal.layout;

import io.millrace.shm.internal.layout.Struct;
import io.millrace.shm.internal.layout.Words;
import java.lang.foreign.MemorySegment;

/// Row of the job table. 1,024 bytes; the claim cursor and the word the submitter sleeps on have
/// lines of their own.
///
/// | field          | offset | bytes | written by               | order                            |
/// |----------------|-------:|------:|--------------------------|----------------------------------|
/// | `state`        |      0 |     8 | submitter, recoverer     | compare-and-set; readers acquire |
/// | `length`       |      8 |     8 | submitter                | plain, before RUNNING            |
/// | `chunkCount`   |     16 |     4 | submitter                | plain, before RUNNING            |
/// | `inPlace`      |     20 |     4 | submitter                | plain, before RUNNING            |
/// | `store`        |     24 |     4 | submitter                | plain, before RUNNING            |
/// | `schedule`     |     28 |     4 | submitter                | plain, before RUNNING            |
/// | `submittedAt`  |     32 |     8 | submitter                | plain, before RUNNING            |
/// | `work`         |     64 |    64 | submitter                | plain, before RUNNING            |
/// | `handles`      |    128 |    96 | submitter                | plain, before RUNNING            |
/// | `cursor`       |    256 |     8 | workers                  | atomic add; a hint               |
/// | `returned`     |    264 |     8 | recoverer, workers       | atomic add; a hint               |
/// | `userElements` |    272 |     8 | workers                  | atomic add; a hint               |
/// | `userNanos`    |    280 |     8 | workers                  | atomic add; a hint               |
/// | `finished`     |    384 |     8 | workers                  | atomic add; a hint               |
/// | `news`         |    392 |     4 | workers, recoverer       | atomic add; the submitter sleeps |
/// | `error`        |    512 |     8 | failing worker           | compare-and-set; readers acquire |
/// | `errorLength`  |    520 |     4 | failing worker           | plain, before `error` is SET     |
/// | `errorText`    |    524 |   500 | failing worker           | plain, before `error` is SET     |
///
/// The bits of `state` and `error` are those of [JobWord]; the transitions stand at `JobTable` and
/// `ErrorRecord`. `returned` is a hint that sends workers to look for chunks behind the cursor: a
/// worker that looked and found none clears it (H1), a compare-and-set that fails when another
/// chunk was given back meanwhile. `store` and `schedule` are codes of
/// [io.millrace.engine.internal.kernel.loops.Store] and [io.millrace.engine.Schedule].
public final class JobRow {
    public static final int ERROR_TEXT_BYTES = 500;

    public static final Struct LAYOUT = Struct.builder()
            .longs("state", "length")
            .ints("chunkCount", "inPlace", "store", "schedule")
            .longs("submittedAt")
            .unused(24)
            .bytes(64, "work")
            .bytes(96, "handles")
            .unused(32)
            .longs("cursor", "returned", "userElements", "userNanos")
            .unused(96)
            .longs("finished")
            .ints("news")
            .unused(116)
            .longs("error")
            .ints("errorLength")
            .bytes(ERROR_TEXT_BYTES, "errorText")
            .build();

    public static final long NEWS = LAYOUT.offset("news");
    public static final long ERROR_TEXT = LAYOUT.offset("errorText");

    private static final long WORK = LAYOUT.offset("work");
    private static final long HANDLES = LAYOUT.offset("handles");
    private static final long STATE = LAYOUT.offset("state");
    private static final long LENGTH = LAYOUT.offset("length");
    private static final long CHUNK_COUNT = LAYOUT.offset("chunkCount");
    private static final long IN_PLACE = LAYOUT.offset("inPlace");
    private static final long STORE = LAYOUT.offset("store");
    private static final long SCHEDULE = LAYOUT.offset("schedule");
    private static final long SUBMITTED_AT = LAYOUT.offset("submittedAt");
    private static final long CURSOR = LAYOUT.offset("cursor");
    private static final long RETURNED = LAYOUT.offset("returned");
    private static final long USER_ELEMENTS = LAYOUT.offset("userElements");
    private static final long USER_NANOS = LAYOUT.offset("userNanos");
    private static final long FINISHED = LAYOUT.offset("finished");
    private static final long ERROR = LAYOUT.offset("error");
    private static final long ERROR_LENGTH = LAYOUT.offset("errorLength");

    private JobRow() {}

    public static long stateAcquire(MemorySegment row) {
        return (long) Words.LONGS.getAcquire(row, STATE);
    }

    /// The eight bytes of `state`, for who reads them again and again.
    public static MemorySegment stateWord(MemorySegment row) {
        return row.asSlice(0, Long.BYTES);
    }

    public static boolean stateCas(MemorySegment row, long expected, long value) {
        return Words.LONGS.compareAndSet(row, STATE, expected, value);
    }

    public static long length(MemorySegment row) {
        return row.get(Words.LONG, LENGTH);
    }

    public static void length(MemorySegment row, long length) {
        row.set(Words.LONG, LENGTH, length);
    }

    public static int chunkCount(MemorySegment row) {
        return row.get(Words.INT, CHUNK_COUNT);
    }

    public static void chunkCount(MemorySegment row, int count) {
        row.set(Words.INT, CHUNK_COUNT, count);
    }

    public static boolean inPlace(MemorySegment row) {
        return row.get(Words.INT, IN_PLACE) != 0;
    }

    public static void inPlace(MemorySegment row, boolean inPlace) {
        row.set(Words.INT, IN_PLACE, inPlace ? 1 : 0);
    }

    public static int store(MemorySegment row) {
        return row.get(Words.INT, STORE);
    }

    public static void store(MemorySegment row, int store) {
        row.set(Words.INT, STORE, store);
    }

    public static int schedule(MemorySegment row) {
        return row.get(Words.INT, SCHEDULE);
    }

    public static void schedule(MemorySegment row, int schedule) {
        row.set(Words.INT, SCHEDULE, schedule);
    }

    public static long submittedAt(MemorySegment row) {
        return row.get(Words.LONG, SUBMITTED_AT);
    }

    public static void submittedAt(MemorySegment row, long epochMillis) {
        row.set(Words.LONG, SUBMITTED_AT, epochMillis);
    }

    public static MemorySegment work(MemorySegment row) {
        return row.asSlice(WORK, 64);
    }

    /// The bytes of work and handles together: what is computed over which arrays.
    public static MemorySegment description(MemorySegment row) {
        return row.asSlice(WORK, HANDLES - WORK + 3 * ArrayHandle.BYTE_SIZE);
    }

    /// The bytes of handle 0 (first input), 1 (second input) or 2 (output).
    public static MemorySegment handle(MemorySegment row, int which) {
        return row.asSlice(HANDLES + which * ArrayHandle.BYTE_SIZE, ArrayHandle.BYTE_SIZE);
    }

    public static void resetHints(MemorySegment row) {
        Words.LONGS.setRelease(row, CURSOR, 0L);
        Words.LONGS.setRelease(row, RETURNED, 0L);
        Words.LONGS.setRelease(row, USER_ELEMENTS, 0L);
        Words.LONGS.setRelease(row, USER_NANOS, 0L);
        Words.LONGS.setRelease(row, FINISHED, 0L);
    }

    public static long cursorNext(MemorySegment row) {
        return (long) Words.LONGS.getAndAdd(row, CURSOR, 1L);
    }

    /// How many chunks were given back since the hint was cleared.
    public static long returnedOpaque(MemorySegment row) {
        return (long) Words.LONGS.getOpaque(row, RETURNED);
    }

    public static void countReturned(MemorySegment row) {
        long _ = (long) Words.LONGS.getAndAdd(row, RETURNED, 1L);
    }

    /// Clears the hint (H1) after a search that found none, unless it changed since `seen` was
    /// read.
    public static void noneReturned(MemorySegment row, long seen) {
        Words.LONGS.compareAndSet(row, RETURNED, seen, 0L); // H1
    }

    /// Adds how long a chunk with functions of the user took.
    public static void countUser(MemorySegment row, long elements, long nanos) {
        long _ = (long) Words.LONGS.getAndAdd(row, USER_ELEMENTS, elements);
        long _ = (long) Words.LONGS.getAndAdd(row, USER_NANOS, nanos);
    }

    public static long userElements(MemorySegment row) {
        return (long) Words.LONGS.getAcquire(row, USER_ELEMENTS);
    }

    public static long userNanos(MemorySegment row) {
        return (long) Words.LONGS.getAcquire(row, USER_NANOS);
    }

    public static long countFinished(MemorySegment row) {
        return (long) Words.LONGS.getAndAdd(row, FINISHED, 1L) + 1;
    }

    public static long errorAcquire(MemorySegment row) {
        return (long) Words.LONGS.getAcquire(row, ERROR);
    }

    public static boolean errorCas(MemorySegment row, long expected, long value) {
        return Words.LONGS.compareAndSet(row, ERROR, expected, value);
    }

    public static void errorRelease(MemorySegment row, long value) {
        Words.LONGS.setRelease(row, ERROR, value);
    }

    public static int errorLength(MemorySegment row) {
        return row.get(Words.INT, ERROR_LENGTH);
    }

    public static void errorLength(MemorySegment row, int length) {
        row.set(Words.INT, ERROR_LENGTH, length);
    }
}
