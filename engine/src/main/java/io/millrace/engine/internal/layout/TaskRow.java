package io.millrace.engine.internal.layout;

import io.millrace.shm.internal.layout.BitField;
import io.millrace.shm.internal.layout.Struct;
import io.millrace.shm.internal.layout.Words;
import java.lang.foreign.MemorySegment;
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
/// | `sliceNanos`    |     40 |     8 | submitter                    | plain, before READY              |
/// | `itemColumn`    |     48 |     4 | submitter                    | plain, before READY              |
/// | `progress`      |    128 |     8 | worker                       | release; readers acquire         |
/// | `startedAt`     |    136 |     8 | worker                       | opaque                           |
/// | `deadWorker`    |    144 |     8 | recoverer                    | plain, before `word` leaves RUN  |
/// | `ranNanos`      |    152 |     8 | worker                       | plain, before `word` leaves RUN  |
/// | `resultColumn`  |    160 |     4 | worker                       | plain, before `progress`         |
/// | `columnItems`   |    164 |     4 | worker                       | plain, before `progress`         |
///
/// The bits of `word` are those of [JobWord]; the transitions stand at `TaskTable`. `submitter` is
/// the process slot that takes the results, 0 when that process died. The bits of `overflow` are
/// those of `SpillRegions`. `startedAt` is when the item that runs began, by `System.nanoTime`,
/// which is one clock for all processes of a system; 0 while no worker runs it. It is written
/// before `progress` says which item that is. `deadWorker` is the process that died in this batch
/// last. `sliceNanos` is that of [TaskSpec]; `ranNanos` is for how long the last worker ran the
/// batch.
///
/// `itemColumn` and `resultColumn` are codes of [Column]. Of the finished items, the first
/// `columnItems` have their results in that column, which lies at the start of the room for results;
/// a record for each of the others follows. While all results belong into the column,
/// `columnItems` is `ALL_ITEMS`. It is set to the true number before `progress` counts the first
/// record, and then stays: a worker that takes over goes on where `progress` says, in the column or
/// behind it, whatever its predecessor had begun.
///
/// Bits of `progress`:
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
    public static final Struct LAYOUT = Struct.builder()
            .longs("word", "submitter")
            .ints("count", "maxAttempts", "functionBytes", "itemBytes")
            .longs("overflow", "sliceNanos")
            .ints("itemColumn")
            .unused(76)
            .longs("progress", "startedAt", "deadWorker", "ranNanos")
            .ints("resultColumn", "columnItems")
            .unused(88)
            .build();

    private static final BitField END = new BitField("end", 0, 31);
    private static final BitField CLOSED = new BitField("closed", 31, 1);
    private static final BitField DONE = new BitField("done", 32, 32);

    static final List<BitField> FIELDS = List.of(END, CLOSED, DONE);

    private static final long WORD = LAYOUT.offset("word");
    private static final long SUBMITTER = LAYOUT.offset("submitter");
    private static final long COUNT = LAYOUT.offset("count");
    private static final long MAX_ATTEMPTS = LAYOUT.offset("maxAttempts");
    private static final long FUNCTION_BYTES = LAYOUT.offset("functionBytes");
    private static final long ITEM_BYTES = LAYOUT.offset("itemBytes");
    private static final long OVERFLOW = LAYOUT.offset("overflow");
    private static final long SLICE_NANOS = LAYOUT.offset("sliceNanos");
    private static final long ITEM_COLUMN = LAYOUT.offset("itemColumn");
    private static final long PROGRESS = LAYOUT.offset("progress");
    private static final long STARTED_AT = LAYOUT.offset("startedAt");
    private static final long DEAD_WORKER = LAYOUT.offset("deadWorker");
    private static final long RAN_NANOS = LAYOUT.offset("ranNanos");
    private static final long RESULT_COLUMN = LAYOUT.offset("resultColumn");
    private static final long COLUMN_ITEMS = LAYOUT.offset("columnItems");

    /// `columnItems` while every result belongs into the column.
    public static final int ALL_ITEMS = Integer.MAX_VALUE;

    private TaskRow() {}

    public static long wordAcquire(MemorySegment row) {
        return (long) Words.LONGS.getAcquire(row, WORD);
    }

    public static boolean wordCas(MemorySegment row, long expected, long value) {
        return Words.LONGS.compareAndSet(row, WORD, expected, value);
    }

    public static int submitterAcquire(MemorySegment row) {
        return (int) (long) Words.LONGS.getAcquire(row, SUBMITTER);
    }

    public static void submitterRelease(MemorySegment row, int slot) {
        Words.LONGS.setRelease(row, SUBMITTER, (long) slot);
    }

    public static boolean submitterCas(MemorySegment row, int expected, int slot) {
        return Words.LONGS.compareAndSet(row, SUBMITTER, (long) expected, (long) slot);
    }

    public static int count(MemorySegment row) {
        return row.get(Words.INT, COUNT);
    }

    public static int maxAttempts(MemorySegment row) {
        return row.get(Words.INT, MAX_ATTEMPTS);
    }

    public static int functionBytes(MemorySegment row) {
        return row.get(Words.INT, FUNCTION_BYTES);
    }

    public static int itemBytes(MemorySegment row) {
        return row.get(Words.INT, ITEM_BYTES);
    }

    /// Writes the numbers that describe the batch. The submitter calls it before READY.
    public static void describe(MemorySegment row, TaskSpec spec) {
        row.set(Words.INT, COUNT, spec.items().count());
        row.set(Words.INT, MAX_ATTEMPTS, spec.maxAttempts());
        row.set(Words.INT, FUNCTION_BYTES, spec.function().length);
        row.set(Words.INT, ITEM_BYTES, spec.items().bytes().length);
        row.set(Words.INT, ITEM_COLUMN, spec.items().column().code());
        row.set(Words.LONG, SLICE_NANOS, spec.sliceNanos());
    }

    /// @throws io.millrace.shm.FileFormatException when no column has the code that stands there
    public static Column itemColumn(MemorySegment row) {
        return Column.ofCode(row.get(Words.INT, ITEM_COLUMN));
    }

    public static long sliceNanos(MemorySegment row) {
        return row.get(Words.LONG, SLICE_NANOS);
    }

    public static long overflowAcquire(MemorySegment row) {
        return (long) Words.LONGS.getAcquire(row, OVERFLOW);
    }

    public static void overflowRelease(MemorySegment row, long word) {
        Words.LONGS.setRelease(row, OVERFLOW, word);
    }

    public static boolean overflowCas(MemorySegment row, long expected, long word) {
        return Words.LONGS.compareAndSet(row, OVERFLOW, expected, word);
    }

    public static long progressAcquire(MemorySegment row) {
        return (long) Words.LONGS.getAcquire(row, PROGRESS);
    }

    public static void progressRelease(MemorySegment row, long progress) {
        Words.LONGS.setRelease(row, PROGRESS, progress);
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
        return (long) Words.LONGS.getOpaque(row, STARTED_AT);
    }

    public static void startedAt(MemorySegment row, long nanoTime) {
        Words.LONGS.setOpaque(row, STARTED_AT, nanoTime);
    }

    public static long deadWorker(MemorySegment row) {
        return row.get(Words.LONG, DEAD_WORKER);
    }

    public static void deadWorker(MemorySegment row, long pid) {
        row.set(Words.LONG, DEAD_WORKER, pid);
    }

    public static long ranNanos(MemorySegment row) {
        return row.get(Words.LONG, RAN_NANOS);
    }

    public static void ranNanos(MemorySegment row, long nanos) {
        row.set(Words.LONG, RAN_NANOS, nanos);
    }

    /// @throws io.millrace.shm.FileFormatException when no column has the code that stands there
    public static Column resultColumn(MemorySegment row) {
        return Column.ofCode(row.get(Words.INT, RESULT_COLUMN));
    }

    public static void resultColumn(MemorySegment row, Column column) {
        row.set(Words.INT, RESULT_COLUMN, column.code());
    }

    public static int columnItems(MemorySegment row) {
        return row.get(Words.INT, COLUMN_ITEMS);
    }

    public static void columnItems(MemorySegment row, int count) {
        row.set(Words.INT, COLUMN_ITEMS, count);
    }
}
