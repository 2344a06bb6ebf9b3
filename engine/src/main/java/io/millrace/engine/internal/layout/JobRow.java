package io.millrace.engine.internal.layout;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

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
/// | `handles`      |    128 |   128 | submitter                | plain, before RUNNING            |
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

    /// Handles of a job: first input, second input, output, third input.
    public static final int HANDLES = 4;

    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_LONG.withName("state"),
            JAVA_LONG.withName("length"),
            JAVA_INT.withName("chunkCount"),
            JAVA_INT.withName("inPlace"),
            JAVA_INT.withName("store"),
            JAVA_INT.withName("schedule"),
            JAVA_LONG.withName("submittedAt"),
            paddingLayout(24),
            MemoryLayout.sequenceLayout(64, JAVA_BYTE).withName("work"),
            MemoryLayout.sequenceLayout(128, JAVA_BYTE).withName("handles"),
            JAVA_LONG.withName("cursor"),
            JAVA_LONG.withName("returned"),
            JAVA_LONG.withName("userElements"),
            JAVA_LONG.withName("userNanos"),
            paddingLayout(96),
            JAVA_LONG.withName("finished"),
            JAVA_INT.withName("news"),
            paddingLayout(116),
            JAVA_LONG.withName("error"),
            JAVA_INT.withName("errorLength"),
            MemoryLayout.sequenceLayout(ERROR_TEXT_BYTES, JAVA_BYTE).withName("errorText"));

    public static final long NEWS = LAYOUT.byteOffset(groupElement("news"));
    public static final long ERROR_TEXT = LAYOUT.byteOffset(groupElement("errorText"));

    private static final long WORK = LAYOUT.byteOffset(groupElement("work"));
    private static final long FIRST_HANDLE = LAYOUT.byteOffset(groupElement("handles"));
    private static final VarHandle STATE = LAYOUT.varHandle(groupElement("state"));
    private static final VarHandle LENGTH = LAYOUT.varHandle(groupElement("length"));
    private static final VarHandle CHUNK_COUNT = LAYOUT.varHandle(groupElement("chunkCount"));
    private static final VarHandle IN_PLACE = LAYOUT.varHandle(groupElement("inPlace"));
    private static final VarHandle STORE = LAYOUT.varHandle(groupElement("store"));
    private static final VarHandle SCHEDULE = LAYOUT.varHandle(groupElement("schedule"));
    private static final VarHandle SUBMITTED_AT = LAYOUT.varHandle(groupElement("submittedAt"));
    private static final VarHandle CURSOR = LAYOUT.varHandle(groupElement("cursor"));
    private static final VarHandle RETURNED = LAYOUT.varHandle(groupElement("returned"));
    private static final VarHandle USER_ELEMENTS = LAYOUT.varHandle(groupElement("userElements"));
    private static final VarHandle USER_NANOS = LAYOUT.varHandle(groupElement("userNanos"));
    private static final VarHandle FINISHED = LAYOUT.varHandle(groupElement("finished"));
    private static final VarHandle ERROR = LAYOUT.varHandle(groupElement("error"));
    private static final VarHandle ERROR_LENGTH = LAYOUT.varHandle(groupElement("errorLength"));

    private JobRow() {}

    public static long stateAcquire(MemorySegment row) {
        return (long) STATE.getAcquire(row, 0L);
    }

    /// The eight bytes of `state`, for who reads them again and again.
    public static MemorySegment stateWord(MemorySegment row) {
        return row.asSlice(0, Long.BYTES);
    }

    public static boolean stateCas(MemorySegment row, long expected, long value) {
        return STATE.compareAndSet(row, 0L, expected, value);
    }

    public static long length(MemorySegment row) {
        return (long) LENGTH.get(row, 0L);
    }

    public static void length(MemorySegment row, long length) {
        LENGTH.set(row, 0L, length);
    }

    public static int chunkCount(MemorySegment row) {
        return (int) CHUNK_COUNT.get(row, 0L);
    }

    public static void chunkCount(MemorySegment row, int count) {
        CHUNK_COUNT.set(row, 0L, count);
    }

    public static boolean inPlace(MemorySegment row) {
        return (int) IN_PLACE.get(row, 0L) != 0;
    }

    public static void inPlace(MemorySegment row, boolean inPlace) {
        IN_PLACE.set(row, 0L, inPlace ? 1 : 0);
    }

    public static int store(MemorySegment row) {
        return (int) STORE.get(row, 0L);
    }

    public static void store(MemorySegment row, int store) {
        STORE.set(row, 0L, store);
    }

    public static int schedule(MemorySegment row) {
        return (int) SCHEDULE.get(row, 0L);
    }

    public static void schedule(MemorySegment row, int schedule) {
        SCHEDULE.set(row, 0L, schedule);
    }

    public static long submittedAt(MemorySegment row) {
        return (long) SUBMITTED_AT.get(row, 0L);
    }

    public static void submittedAt(MemorySegment row, long epochMillis) {
        SUBMITTED_AT.set(row, 0L, epochMillis);
    }

    public static MemorySegment work(MemorySegment row) {
        return row.asSlice(WORK, 64);
    }

    /// The bytes of work and handles together: what is computed over which arrays.
    public static MemorySegment description(MemorySegment row) {
        return row.asSlice(WORK, FIRST_HANDLE - WORK + HANDLES * ArrayHandle.BYTE_SIZE);
    }

    /// The bytes of handle 0 (first input), 1 (second input), 2 (output) or 3 (third input).
    public static MemorySegment handle(MemorySegment row, int which) {
        return row.asSlice(FIRST_HANDLE + which * ArrayHandle.BYTE_SIZE, ArrayHandle.BYTE_SIZE);
    }

    public static void resetHints(MemorySegment row) {
        CURSOR.setRelease(row, 0L, 0L);
        RETURNED.setRelease(row, 0L, 0L);
        USER_ELEMENTS.setRelease(row, 0L, 0L);
        USER_NANOS.setRelease(row, 0L, 0L);
        FINISHED.setRelease(row, 0L, 0L);
    }

    public static long cursorNext(MemorySegment row) {
        return (long) CURSOR.getAndAdd(row, 0L, 1L);
    }

    /// How many chunks were given back since the hint was cleared.
    public static long returnedOpaque(MemorySegment row) {
        return (long) RETURNED.getOpaque(row, 0L);
    }

    public static void countReturned(MemorySegment row) {
        RETURNED.getAndAdd(row, 0L, 1L);
    }

    /// Clears the hint (H1) after a search that found none, unless it changed since `seen` was
    /// read.
    public static void noneReturned(MemorySegment row, long seen) {
        RETURNED.compareAndSet(row, 0L, seen, 0L); // H1
    }

    /// Adds how long a chunk with functions of the user took.
    public static void countUser(MemorySegment row, long elements, long nanos) {
        USER_ELEMENTS.getAndAdd(row, 0L, elements);
        USER_NANOS.getAndAdd(row, 0L, nanos);
    }

    public static long userElements(MemorySegment row) {
        return (long) USER_ELEMENTS.getAcquire(row, 0L);
    }

    public static long userNanos(MemorySegment row) {
        return (long) USER_NANOS.getAcquire(row, 0L);
    }

    public static long countFinished(MemorySegment row) {
        return (long) FINISHED.getAndAdd(row, 0L, 1L) + 1;
    }

    public static long errorAcquire(MemorySegment row) {
        return (long) ERROR.getAcquire(row, 0L);
    }

    public static boolean errorCas(MemorySegment row, long expected, long value) {
        return ERROR.compareAndSet(row, 0L, expected, value);
    }

    public static void errorRelease(MemorySegment row, long value) {
        ERROR.setRelease(row, 0L, value);
    }

    public static int errorLength(MemorySegment row) {
        return (int) ERROR_LENGTH.get(row, 0L);
    }

    public static void errorLength(MemorySegment row, int length) {
        ERROR_LENGTH.set(row, 0L, length);
    }
}
