package io.millrace.engine.internal.job;

import io.millrace.engine.internal.layout.JobWord;
import io.millrace.engine.internal.layout.TaskRow;
import io.millrace.engine.internal.layout.TaskSpec;
import io.millrace.shm.internal.layout.DeathRecord;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.wait.EventCount;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// The batches of object tasks of a pool: one function and some items each, run by one worker, item
/// after item, with the results in the row until the submitter took them.
///
/// ```text
///          T1                T2              T3                 T4               T5
///   FREE ──────▶ FILLING(s) ─────▶ READY(a) ─────▶ RUN(a,w) ─────────▶ DONE ──────────▶ FREE
///    ▲               │              │  ▲            │ │ │                                 ▲
///    └───── T12 ─────┘          T6  │  └──── T7 ────┘ │ └── T8 ──▶ LOST(a) ────── T5 ─────┤
///                                   ▼                 │ T10                               │
///                               CANCELLED ◀── T11 ── STOPPING(a,w)                        │
///                                   └──────────────────────────────────── T5 ─────────────┘
///
///   RUN(a,w) ──T9──▶ RUN(0,w)         submitter: s ──T13──▶ 0
/// ```
///
/// | step    | who                            | when                                                        |
/// |---------|--------------------------------|-------------------------------------------------------------|
/// | T1      | the submitter s                | the row is FREE                                             |
/// | T2      | s                              | function and items are written                              |
/// | T3      | the worker w                   | the batch is READY                                          |
/// | T4      | w, or its recoverer            | nothing is left to run                                      |
/// | T5      | s; anybody without a submitter | the batch ended and its results are taken, or not wanted    |
/// | T6      | s; anybody without a submitter | the batch is not wanted any more                            |
/// | T7, T8  | the recoverer of w             | w died in an item: it runs again, or that was the last try  |
/// | T9      | w                              | it finished an item: attempts count for one item            |
/// | T10     | s, which then kills w          | the item that runs is to be stopped                         |
/// | T11     | the recoverer of w, or w       | w is dead, or a thread that ends the batch itself           |
/// | T12     | s, or its recoverer            | an error while it fills the row, s is dead                  |
/// | T13     | the recoverer of s             | s is dead: nobody takes the results                         |
///
/// **Invariants.** 1. An epoch belongs to one batch, ever. 2. Only w moves a row out of RUN(w) and
/// STOPPING(w), except T10 of the submitter and T4, T7, T8, T11 of the process that holds the byte
/// of a dead w. 3. The results of the first `done` items stand from then on: a finished item never
/// runs again, and its result is taken once, by the submitter, which alone does T5 while it lives.
/// 4. After T10 the worker w claims nothing before the batch has ended: the kill hits no other
/// task.
///
/// **Order.** All transitions are compare-and-set; what is written in FILLING is read after
/// acquiring READY or RUN. A result is written before `progress` is released, so a process that
/// acquires `progress` may read it.
///
/// **Death of the worker.** Before T3 nothing happened. Between T3 and T4 the items before `done`
/// are finished; the item at `done` runs again (T7) unless this was its last attempt (T8). A result
/// that was half written, or written to a region of its own only, is written anew. When nothing was
/// left to run, the recoverer does T4. A worker that dies between two items leaves one that has not
/// begun; the words are the same as for one that has begun, so it counts as an attempt.
///
/// **Death of the submitter.** Its recoverer frees FILLING (T12), does T13 and cancels READY (T6).
/// A worker ends such a batch after the item that runs. Any process that sees a batch that ended
/// and has no submitter frees it (T5): the worker, the recoverer, a submitter that looks for a free
/// row.
///
/// **Progress.** Lock-free: a failed T3 means that another worker has the batch, or that it was
/// cancelled.
public final class TaskTable {
    static final int FREE = 0;
    static final int FILLING = 1;
    public static final int READY = 2;
    public static final int RUN = 3;
    public static final int DONE = 4;
    public static final int STOPPING = 5;
    public static final int LOST = 6;
    public static final int CANCELLED = 7;

    private final PoolRegion pool;

    /// Where the next free row may be; threads that submit at once may overwrite it.
    private int next;

    public TaskTable(PoolRegion pool) {
        this.pool = pool;
    }

    /// Whether some batch waits for a worker.
    static boolean hasReady(PoolRegion pool) {
        for (int row = 0; row < pool.taskRows(); row++) {
            if (JobWord.state(TaskRow.wordAcquire(pool.task(row))) == READY) {
                return true;
            }
        }
        return false;
    }

    /// Whether every row is free.
    static boolean isEmpty(PoolRegion pool) {
        for (int row = 0; row < pool.taskRows(); row++) {
            reap(pool, row);
            if (JobWord.state(TaskRow.wordAcquire(pool.task(row))) != FREE) {
                return false;
            }
        }
        return true;
    }

    /// Opens a batch for the workers. Arguments that do not fit into the room of a row are written
    /// to a region of their own, which is slower.
    ///
    /// @return null when every row is taken: try again when [#news] moved
    /// @throws io.millrace.shm.OutOfSpaceException when it does not fit into the file
    public @Nullable TaskBatch trySubmit(TaskSpec spec) {
        int rows = pool.taskRows();
        int first = next;
        for (int step = 0; step < rows; step++) {
            int row = (first + step) % rows;
            reap(row);
            MemorySegment segment = pool.task(row);
            long word = TaskRow.wordAcquire(segment);
            if (JobWord.state(word) == FREE) {
                int slot = pool.memory().slotHolder().slot();
                long epoch = pool.nextEpoch();
                if (TaskRow.wordCas(segment, word, JobWord.of(epoch, FILLING, 0, slot))) { // T1
                    CrashPoint.hit("task.afterFilling");
                    next = row + 1;
                    return open(row, epoch, spec);
                }
            }
        }
        return null;
    }

    private TaskBatch open(int row, long epoch, TaskSpec spec) {
        MemorySegment segment = pool.task(row);
        int slot = pool.memory().slotHolder().slot();
        long filling = JobWord.of(epoch, FILLING, 0, slot);
        TaskBatch batch;
        try {
            // before T2: the results of a batch without this object would never be taken
            batch = new TaskBatch(pool, row, epoch);
            write(row, epoch, spec);
        } catch (RuntimeException | Error noRoom) {
            free(pool, row, filling); // T12
            throw noRoom;
        }
        CrashPoint.hit("task.beforeReady");
        if (!TaskRow.wordCas(segment, filling, JobWord.of(epoch, READY, 0, 0))) { // T2
            throw new IllegalStateException(
                    "task row changed by another process: row=%s, epoch=%s".formatted(row, epoch));
        }
        CrashPoint.hit("task.afterReady");
        WorkerCalls.all(pool);
        return batch;
    }

    private void write(int row, long epoch, TaskSpec spec) {
        MemorySegment segment = pool.task(row);
        TaskRow.describe(segment, spec);
        TaskRow.progressRelease(segment, TaskRow.progress(0, 0, false));
        TaskRow.deadWorker(segment, 0);
        TaskRow.startedAt(segment, 0);
        TaskRow.ranNanos(segment, 0);
        TaskRow.columnItems(segment, 0);
        TaskRow.overflowRelease(segment, SpillRegions.none(epoch));
        TaskRow.submitterRelease(segment, pool.memory().slotHolder().slot());
        if (spec.byteSize() <= pool.shape().taskRoom()) {
            write(spec, arguments(segment));
        } else {
            new SpillRegions(pool, row, epoch)
                    .make(SpillRegions.ARGUMENTS, spec.byteSize(), bytes -> write(spec, bytes));
        }
    }

    private static void write(TaskSpec spec, MemorySegment target) {
        byte[] function = spec.function();
        byte[] items = spec.items().bytes();
        MemorySegment.copy(function, 0, target, ValueLayout.JAVA_BYTE, 0, function.length);
        MemorySegment.copy(items, 0, target, ValueLayout.JAVA_BYTE, function.length, items.length);
    }

    /// Rung when a batch ended or has results to take, and when a row became free.
    public EventCount news() {
        return pool.taskNews();
    }

    /// How many bytes function and items of one batch may take together without a region of their
    /// own.
    public long argumentBytes() {
        return pool.shape().taskRoom();
    }

    /// Takes a batch from a dead worker. The caller holds that slot's byte.
    void giveBack(int row, int deadSlot, long pid) {
        MemorySegment segment = pool.task(row);
        long word = TaskRow.wordAcquire(segment);
        while (JobWord.slot(word) == deadSlot && (JobWord.state(word) == RUN || JobWord.state(word) == STOPPING)) {
            long epoch = JobWord.epoch(word);
            if (!TaskRow.isClosed(TaskRow.progressAcquire(segment))) {
                new SpillRegions(pool, row, epoch).drop(SpillRegions.RESULT); // of the unfinished item
            }
            TaskRow.deadWorker(segment, pid);
            TaskRow.startedAt(segment, 0); // no worker runs it now
            CrashPoint.hit("recover.beforeTaskGiveBack");
            int attempt = Math.min(JobWord.attempt(word) + 1, JobWord.MAX_ATTEMPT);
            int next = afterDeath(segment, JobWord.state(word), attempt);
            boolean moved =
                    TaskRow.wordCas(segment, word, JobWord.of(epoch, next, attempt, 0)); // T4, T7, T8, T11
            if (moved && next != READY) {
                pool.countTasks(TaskRow.done(TaskRow.progressAcquire(segment)));
            }
            pool.memory().slotHolder().mended(deadSlot, DeathRecord.TASKS, 1);
            CrashPoint.hit("recover.afterTaskGiveBack");
            word = TaskRow.wordAcquire(segment); // T10 may have happened meanwhile
        }
    }

    private static int afterDeath(MemorySegment segment, int state, int attempt) {
        long progress = TaskRow.progressAcquire(segment);
        if (state == STOPPING) {
            return CANCELLED;
        }
        if (TaskRow.isClosed(progress) || TaskRow.done(progress) >= TaskRow.count(segment)) {
            return DONE;
        }
        return attempt >= TaskRow.maxAttempts(segment) ? LOST : READY;
    }

    /// Ends the batch of a dead submitter. The caller holds the byte of `deadSlot`.
    void recover(int row, int deadSlot) {
        MemorySegment segment = pool.task(row);
        long word = TaskRow.wordAcquire(segment);
        if (JobWord.state(word) == FILLING && JobWord.slot(word) == deadSlot) {
            free(pool, row, word); // T12
        }
        if (TaskRow.submitterCas(segment, deadSlot, 0)) { // T13
            CrashPoint.hit("recover.afterOrphan");
        }
        reap(row);
    }

    /// Frees a batch that ended and has no submitter.
    void reap(int row) {
        reap(pool, row);
    }

    public static void reap(PoolRegion pool, int row) {
        MemorySegment segment = pool.task(row);
        long word = TaskRow.wordAcquire(segment);
        int state = JobWord.state(word);
        if (state < READY || TaskRow.submitterAcquire(segment) != 0) {
            return;
        }
        long epoch = JobWord.epoch(word);
        if (state == READY) {
            long cancelled = JobWord.of(epoch, CANCELLED, 0, 0);
            if (!TaskRow.wordCas(segment, word, cancelled)) { // T6
                return;
            }
            word = cancelled;
        }
        if (hasEnded(JobWord.state(word))) {
            free(pool, row, word);
        }
    }

    /// Frees a row whose results are taken or not wanted, or that was not filled.
    static void free(PoolRegion pool, int row, long word) {
        long epoch = JobWord.epoch(word);
        MemorySegment segment = pool.task(row);
        new SpillRegions(pool, row, epoch).drop(SpillRegions.ARGUMENTS | SpillRegions.RESULT);
        CrashPoint.hit("task.beforeFree");
        if (TaskRow.wordCas(segment, word, JobWord.of(epoch, FREE, 0, 0))) { // T5, T12
            CrashPoint.hit("task.afterFree");
            pool.taskNews().advance();
        }
    }

    static boolean hasEnded(int state) {
        return state == DONE || state == LOST || state == CANCELLED;
    }

    public static MemorySegment arguments(PoolRegion pool, MemorySegment segment) {
        return segment.asSlice(TaskRow.LAYOUT.byteSize(), pool.shape().taskRoom());
    }

    public static MemorySegment results(PoolRegion pool, MemorySegment segment) {
        int room = pool.shape().taskRoom();
        return segment.asSlice(TaskRow.LAYOUT.byteSize() + room, room);
    }

    private MemorySegment arguments(MemorySegment segment) {
        return arguments(pool, segment);
    }
}
