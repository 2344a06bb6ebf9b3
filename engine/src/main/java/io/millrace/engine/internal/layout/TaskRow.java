package io.millrace.engine.internal.layout;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.millrace.shm.internal.layout.BitField;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.util.List;

/// Head of a row of the task table. Behind it lie the row's room for arguments and its room for
/// results, each of [PoolShape#taskRoom] bytes.
///
/// | field           | offset | bytes | written by                   | order                            |
/// |-----------------|-------:|------:|------------------------------|----------------------------------|
/// | `word`          |      0 |     8 | submitter, worker, recoverer | compare-and-set; readers acquire |
/// | `submitter`     |      8 |     8 | submitter, recoverer         | release; readers acquire         |
/// | `count`         |     16 |     4 | submitter                    | plain, before READY              |
/// | `maxAttempts`   |     20 |     4 | submitter                    | plain, before READY              |
/// | `functionBytes` |     24 |     4 | submitter                    | plain, before READY              |
/// | `itemBytes`     |     28 |     4 | submitter                    | plain, before READY              |
/// | `overflow`      |     32 |     8 | submitter, worker, recoverer | release; readers acquire         |
/// | `progress`      |    128 |     8 | worker                       | release; readers acquire         |
/// | `startedAt`     |    136 |     8 | worker                       | opaque                           |
/// | `deadWorker`    |    144 |     8 | recoverer                    | plain, before `word` leaves RUN  |
///
/// The bits of `word` are those of [JobWord]; the transitions stand at `TaskTable`. `submitter` is
/// the process slot that takes the results, 0 when that process died. The bits of `overflow` are
/// those of `SpillRegions`. `startedAt` is when the item that runs began, by `System.nanoTime`,
/// which is one clock for all processes of a system; 0 while no worker runs it. It is written
/// before `progress` says which item that is. `deadWorker` is the process that died in this batch
/// last. Bits of `progress`:
///
/// | bits     | first | bits |
/// |----------|------:|-----:|
/// | `end`    |     0 |   31 |
/// | `closed` |    31 |    1 |
/// | `done`   |    32 |   32 |
///
/// `done` counts the finished items, `end` is the end of their results in the room for results.
/// `closed` is 1 when the last result lies in a region of its own: the batch takes no more.
public final class TaskRow {
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_LONG.withName("word"),
            JAVA_LONG.withName("submitter"),
            JAVA_INT.withName("count"),
            JAVA_INT.withName("maxAttempts"),
            JAVA_INT.withName("functionBytes"),
            JAVA_INT.withName("itemBytes"),
            JAVA_LONG.withName("overflow"),
            paddingLayout(88),
            JAVA_LONG.withName("progress"),
            JAVA_LONG.withName("startedAt"),
            JAVA_LONG.withName("deadWorker"),
            paddingLayout(104));

    private static final BitField END = new BitField("end", 0, 31);
    private static final BitField CLOSED = new BitField("closed", 31, 1);
    private static final BitField DONE = new BitField("done", 32, 32);

    static final List<BitField> FIELDS = List.of(END, CLOSED, DONE);

    private static final VarHandle WORD = LAYOUT.varHandle(groupElement("word"));
    private static final VarHandle SUBMITTER = LAYOUT.varHandle(groupElement("submitter"));
    private static final VarHandle COUNT = LAYOUT.varHandle(groupElement("count"));
    private static final VarHandle MAX_ATTEMPTS = LAYOUT.varHandle(groupElement("maxAttempts"));
    private static final VarHandle FUNCTION_BYTES = LAYOUT.varHandle(groupElement("functionBytes"));
    private static final VarHandle ITEM_BYTES = LAYOUT.varHandle(groupElement("itemBytes"));
    private static final VarHandle OVERFLOW = LAYOUT.varHandle(groupElement("overflow"));
    private static final VarHandle PROGRESS = LAYOUT.varHandle(groupElement("progress"));
    private static final VarHandle STARTED_AT = LAYOUT.varHandle(groupElement("startedAt"));
    private static final VarHandle DEAD_WORKER = LAYOUT.varHandle(groupElement("deadWorker"));

    private TaskRow() {}

    public static long wordAcquire(MemorySegment row) {
        return (long) WORD.getAcquire(row, 0L);
    }

    public static boolean wordCas(MemorySegment row, long expected, long value) {
        return WORD.compareAndSet(row, 0L, expected, value);
    }

    public static int submitterAcquire(MemorySegment row) {
        return (int) (long) SUBMITTER.getAcquire(row, 0L);
    }

    public static void submitterRelease(MemorySegment row, int slot) {
        SUBMITTER.setRelease(row, 0L, (long) slot);
    }

    public static boolean submitterCas(MemorySegment row, int expected, int slot) {
        return SUBMITTER.compareAndSet(row, 0L, (long) expected, (long) slot);
    }

    public static int count(MemorySegment row) {
        return (int) COUNT.get(row, 0L);
    }

    public static int maxAttempts(MemorySegment row) {
        return (int) MAX_ATTEMPTS.get(row, 0L);
    }

    public static int functionBytes(MemorySegment row) {
        return (int) FUNCTION_BYTES.get(row, 0L);
    }

    public static int itemBytes(MemorySegment row) {
        return (int) ITEM_BYTES.get(row, 0L);
    }

    /// Writes the numbers that describe the batch. The submitter calls it before READY.
    public static void describe(MemorySegment row, TaskSpec spec) {
        COUNT.set(row, 0L, spec.count());
        MAX_ATTEMPTS.set(row, 0L, spec.maxAttempts());
        FUNCTION_BYTES.set(row, 0L, spec.function().length);
        ITEM_BYTES.set(row, 0L, spec.items().length);
    }

    public static long overflowAcquire(MemorySegment row) {
        return (long) OVERFLOW.getAcquire(row, 0L);
    }

    public static void overflowRelease(MemorySegment row, long word) {
        OVERFLOW.setRelease(row, 0L, word);
    }

    public static boolean overflowCas(MemorySegment row, long expected, long word) {
        return OVERFLOW.compareAndSet(row, 0L, expected, word);
    }

    public static long progressAcquire(MemorySegment row) {
        return (long) PROGRESS.getAcquire(row, 0L);
    }

    public static void progressRelease(MemorySegment row, long progress) {
        PROGRESS.setRelease(row, 0L, progress);
    }

    /// @param end where the results of the first `done` items end, in the room for results
    public static long progress(int done, int end, boolean closed) {
        return DONE.set(CLOSED.set(END.set(0, end), closed ? 1 : 0), done);
    }

    public static int done(long progress) {
        return (int) DONE.get(progress);
    }

    public static int end(long progress) {
        return (int) END.get(progress);
    }

    public static boolean isClosed(long progress) {
        return CLOSED.get(progress) != 0;
    }

    public static long startedAt(MemorySegment row) {
        return (long) STARTED_AT.getOpaque(row, 0L);
    }

    public static void startedAt(MemorySegment row, long nanoTime) {
        STARTED_AT.setOpaque(row, 0L, nanoTime);
    }

    public static long deadWorker(MemorySegment row) {
        return (long) DEAD_WORKER.get(row, 0L);
    }

    public static void deadWorker(MemorySegment row, long pid) {
        DEAD_WORKER.set(row, 0L, pid);
    }
}
