package io.millrace.engine.job;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// Head of a row of the task table. Behind it lie the row's room for arguments and its room for
/// results, both of [PoolShape#taskRoom] bytes.
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
/// | `victim`        |    144 |     8 | recoverer                    | plain, before `word` leaves RUN  |
///
/// The bits of `word` are those of [JobWord]; the transitions stand at [TaskTable]. `submitter` is
/// the slot of who is to take the results, 0 when it died. `overflow` has the epoch as [JobWord] has
/// it and, in the place of the state, the bits of [TaskOverflow]. `startedAt` is when the item in
/// work began, by `System.nanoTime`, which is one clock for all processes of a system, 0 while nobody
/// runs it; it is written before `progress` says which item that is. `victim` is
/// the process that died in this batch last. `progress`:
///
/// ```text
///  63            32    31     30             0
/// +----------------+--------+-----------------+
/// | finished items | CLOSED | end of results  |
/// +----------------+--------+-----------------+
/// ```
///
/// CLOSED says that the last result lies in an overflow region: the batch takes no more.
final class TaskRow {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
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
            JAVA_LONG.withName("victim"),
            paddingLayout(104));

    private static final long CLOSED = 1L << 31;
    private static final VarHandle WORD = LAYOUT.varHandle(groupElement("word"));
    private static final VarHandle SUBMITTER = LAYOUT.varHandle(groupElement("submitter"));
    private static final VarHandle COUNT = LAYOUT.varHandle(groupElement("count"));
    private static final VarHandle MAX_ATTEMPTS = LAYOUT.varHandle(groupElement("maxAttempts"));
    private static final VarHandle FUNCTION_BYTES = LAYOUT.varHandle(groupElement("functionBytes"));
    private static final VarHandle ITEM_BYTES = LAYOUT.varHandle(groupElement("itemBytes"));
    private static final VarHandle OVERFLOW = LAYOUT.varHandle(groupElement("overflow"));
    private static final VarHandle PROGRESS = LAYOUT.varHandle(groupElement("progress"));
    private static final VarHandle STARTED_AT = LAYOUT.varHandle(groupElement("startedAt"));
    private static final VarHandle VICTIM = LAYOUT.varHandle(groupElement("victim"));

    private TaskRow() {}

    static long wordAcquire(MemorySegment row) {
        return (long) WORD.getAcquire(row, 0L);
    }

    static boolean wordCas(MemorySegment row, long expected, long value) {
        return WORD.compareAndSet(row, 0L, expected, value);
    }

    static int submitterAcquire(MemorySegment row) {
        return (int) (long) SUBMITTER.getAcquire(row, 0L);
    }

    static void submitterRelease(MemorySegment row, int slot) {
        SUBMITTER.setRelease(row, 0L, (long) slot);
    }

    static boolean submitterCas(MemorySegment row, int expected, int slot) {
        return SUBMITTER.compareAndSet(row, 0L, (long) expected, (long) slot);
    }

    static int count(MemorySegment row) {
        return (int) COUNT.get(row, 0L);
    }

    static int maxAttempts(MemorySegment row) {
        return (int) MAX_ATTEMPTS.get(row, 0L);
    }

    static int functionBytes(MemorySegment row) {
        return (int) FUNCTION_BYTES.get(row, 0L);
    }

    static int itemBytes(MemorySegment row) {
        return (int) ITEM_BYTES.get(row, 0L);
    }

    /// What the submitter says of the batch, without its bytes.
    static void describe(MemorySegment row, TaskSpec spec) {
        COUNT.set(row, 0L, spec.count());
        MAX_ATTEMPTS.set(row, 0L, spec.maxAttempts());
        FUNCTION_BYTES.set(row, 0L, spec.function().length);
        ITEM_BYTES.set(row, 0L, spec.items().length);
    }

    static long overflowAcquire(MemorySegment row) {
        return (long) OVERFLOW.getAcquire(row, 0L);
    }

    static void overflowRelease(MemorySegment row, long word) {
        OVERFLOW.setRelease(row, 0L, word);
    }

    static boolean overflowCas(MemorySegment row, long expected, long word) {
        return OVERFLOW.compareAndSet(row, 0L, expected, word);
    }

    static long progressAcquire(MemorySegment row) {
        return (long) PROGRESS.getAcquire(row, 0L);
    }

    static void progressRelease(MemorySegment row, long progress) {
        PROGRESS.setRelease(row, 0L, progress);
    }

    /// @param end of the results of those items, in the room for results
    static long progress(int done, int end, boolean closed) {
        return (long) done << 32 | (closed ? CLOSED : 0) | end;
    }

    static int done(long progress) {
        return (int) (progress >>> 32);
    }

    static int end(long progress) {
        return (int) (progress & ~CLOSED);
    }

    static boolean isClosed(long progress) {
        return (progress & CLOSED) != 0;
    }

    static long startedAt(MemorySegment row) {
        return (long) STARTED_AT.getOpaque(row, 0L);
    }

    static void startedAt(MemorySegment row, long nanoTime) {
        STARTED_AT.setOpaque(row, 0L, nanoTime);
    }

    static long victim(MemorySegment row) {
        return (long) VICTIM.get(row, 0L);
    }

    static void victim(MemorySegment row, long pid) {
        VICTIM.set(row, 0L, pid);
    }
}
