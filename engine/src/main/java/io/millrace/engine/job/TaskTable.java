package io.millrace.engine.job;

import io.millrace.shm.os.CrashPoint;
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
///                               CANCELLED ◀── T11 ── DOOMED(a,w)                          │
///                                   └──────────────────────────────────── T5 ─────────────┘
///
///   T7, T8   w is dead: the item it was at gets another try, a + 1, or is lost when that was the last one
///   T9       RUN(a,w) ──▶ RUN(0,w)   w finished an item that was tried before: attempts count for one item
///   T10      the submitter wants the item stopped that runs; then it kills w
///   T11      w is dead, or it is a thread that came back and ends the batch itself
/// ```
///
/// **Invariants.** 1. An epoch belongs to one batch, ever. 2. Only w moves a row out of RUN(w) and
/// DOOMED(w), but for T10 of the submitter and for T7, T8, T11 of who holds the byte of a dead w.
/// 3. The results of the first `done` items stand from then on, whatever happens: a finished item is
/// never run again, and its result is taken once, by the submitter, which alone does T5 while it
/// lives. 4. After T10 that worker never claims again before the batch has ended: the kill meets
/// nobody's task but the doomed one.
///
/// **Order.** All transitions are compare-and-set; what is written in FILLING is read after acquiring
/// READY or RUN. A result is written before `progress` is released, so whoever acquires `progress`
/// may read it.
///
/// **Death of the worker.** Before T3 nothing happened. Between T3 and T4 the items before `done`
/// are finished, the one at `done` runs again (T7) unless this was its last attempt (T8). A result
/// that was only half written, or in an overflow region only, is written anew. When nothing was left
/// to run, the recoverer does T4. Who dies between two items leaves one that has not begun, which
/// nobody can tell from one that has: it counts as an attempt.
///
/// **Death of the submitter.** Its recoverer frees FILLING (T12), writes 0 to `submitter` and cancels
/// READY (T6). A worker ends such a batch after the item it is at. Whoever sees a batch that ended
/// and has no submitter frees it (T5): the worker, the recoverer, who looks for a free row.
///
/// **Progress.** Lock-free: a failed T3 means that another worker has the batch, or that it was
/// cancelled.
public final class TaskTable {
    static final int FREE = 0;
    static final int FILLING = 1;
    static final int READY = 2;
    static final int RUN = 3;
    static final int DONE = 4;
    static final int DOOMED = 5;
    static final int LOST = 6;
    static final int CANCELLED = 7;

    private final PoolRegion pool;

    /// Where the next free row may be; threads that submit at once may overwrite it.
    private int next;

    public TaskTable(PoolRegion pool) {
        this.pool = pool;
    }

    /// Whether some batch waits for a worker.
    static boolean hasReady(PoolRegion pool) {
        for (int row = 0; row < pool.shape().tasks(); row++) {
            if (JobWord.state(TaskRow.wordAcquire(pool.task(row))) == READY) {
                return true;
            }
        }
        return false;
    }

    /// Whether every row is free.
    static boolean isEmpty(PoolRegion pool) {
        for (int row = 0; row < pool.shape().tasks(); row++) {
            reap(pool, row);
            if (JobWord.state(TaskRow.wordAcquire(pool.task(row))) != FREE) {
                return false;
            }
        }
        return true;
    }

    /// Opens a batch for the workers. What does not fit into the room of a row lies in a region of its
    /// own, which is slower.
    ///
    /// @return null when every row is taken: try again when [#news] moved
    /// @throws io.millrace.shm.OutOfSpaceException when it does not fit into the file
    public @Nullable TaskBatch trySubmit(TaskSpec spec) {
        int rows = pool.shape().tasks();
        int first = next;
        for (int step = 0; step < rows; step++) {
            int row = (first + step) % rows;
            reap(row);
            MemorySegment segment = pool.task(row);
            long word = TaskRow.wordAcquire(segment);
            if (JobWord.state(word) == FREE) {
                int slot = pool.memory().attachment().slot();
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
        int slot = pool.memory().attachment().slot();
        long filling = JobWord.of(epoch, FILLING, 0, slot);
        try {
            write(row, epoch, spec);
        } catch (RuntimeException | Error noRoom) {
            free(pool, row, filling); // T12
            throw noRoom;
        }
        CrashPoint.hit("task.beforeReady");
        if (!TaskRow.wordCas(segment, filling, JobWord.of(epoch, READY, 0, 0))) { // T2
            throw new IllegalStateException(
                    "task row changed by somebody else: row=%d, epoch=%d".formatted(row, epoch));
        }
        CrashPoint.hit("task.afterReady");
        pool.work().ring();
        return new TaskBatch(pool, row, epoch);
    }

    private void write(int row, long epoch, TaskSpec spec) {
        MemorySegment segment = pool.task(row);
        TaskRow.describe(segment, spec);
        TaskRow.progressRelease(segment, TaskRow.progress(0, 0, false));
        TaskRow.victim(segment, 0);
        TaskRow.startedAt(segment, 0);
        TaskRow.overflowRelease(segment, TaskOverflow.none(epoch));
        TaskRow.submitterRelease(segment, pool.memory().attachment().slot());
        if (spec.byteSize() <= pool.shape().taskRoom()) {
            write(spec, arguments(segment));
        } else {
            new TaskOverflow(pool, row, epoch).make(TaskOverflow.ARGUMENTS, spec.byteSize(), bytes -> write(spec, bytes));
        }
    }

    private static void write(TaskSpec spec, MemorySegment target) {
        byte[] function = spec.function();
        byte[] items = spec.items();
        MemorySegment.copy(function, 0, target, ValueLayout.JAVA_BYTE, 0, function.length);
        MemorySegment.copy(items, 0, target, ValueLayout.JAVA_BYTE, function.length, items.length);
    }

    /// Rung when a batch ended or has results worth telling, and when a row became free.
    public Bell news() {
        return pool.taskNews();
    }

    /// What function and items of one batch may take together before they need a region of their own.
    public long argumentBytes() {
        return pool.shape().taskRoom();
    }

    /// Takes a batch from a dead worker. The caller holds that slot's byte.
    void giveBack(int row, int deadSlot, long pid) {
        MemorySegment segment = pool.task(row);
        long word = TaskRow.wordAcquire(segment);
        while (JobWord.slot(word) == deadSlot && (JobWord.state(word) == RUN || JobWord.state(word) == DOOMED)) {
            long epoch = JobWord.epoch(word);
            if (!TaskRow.isClosed(TaskRow.progressAcquire(segment))) {
                new TaskOverflow(pool, row, epoch).drop(TaskOverflow.RESULT); // of the item that is not finished
            }
            TaskRow.victim(segment, pid);
            TaskRow.startedAt(segment, 0); // nobody runs it until the next has begun
            CrashPoint.hit("recover.beforeTaskGiveBack");
            int attempt = Math.min(JobWord.attempt(word) + 1, JobWord.MAX_ATTEMPT);
            int next = afterDeath(segment, JobWord.state(word), attempt);
            TaskRow.wordCas(segment, word, JobWord.of(epoch, next, attempt, 0)); // T4, T7, T8, T11
            CrashPoint.hit("recover.afterTaskGiveBack");
            word = TaskRow.wordAcquire(segment); // its submitter may have doomed it meanwhile
        }
    }

    private static int afterDeath(MemorySegment segment, int state, int attempt) {
        long progress = TaskRow.progressAcquire(segment);
        if (state == DOOMED) {
            return CANCELLED;
        }
        if (TaskRow.isClosed(progress) || TaskRow.done(progress) >= TaskRow.count(segment)) {
            return DONE;
        }
        return attempt >= TaskRow.maxAttempts(segment) ? LOST : READY;
    }

    /// What a dead submitter left behind. The caller holds its byte.
    void recover(int row, int deadSlot) {
        MemorySegment segment = pool.task(row);
        long word = TaskRow.wordAcquire(segment);
        if (JobWord.state(word) == FILLING && JobWord.slot(word) == deadSlot) {
            free(pool, row, word); // T12
        }
        if (TaskRow.submitterCas(segment, deadSlot, 0)) {
            CrashPoint.hit("recover.afterOrphan");
        }
        reap(row);
    }

    /// Frees a batch that ended and whose submitter is gone.
    void reap(int row) {
        reap(pool, row);
    }

    static void reap(PoolRegion pool, int row) {
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

    /// Gives a row back whose results nobody wants any more, or that was never filled.
    static void free(PoolRegion pool, int row, long word) {
        long epoch = JobWord.epoch(word);
        new TaskOverflow(pool, row, epoch).drop(TaskOverflow.ARGUMENTS | TaskOverflow.RESULT);
        CrashPoint.hit("task.beforeFree");
        if (TaskRow.wordCas(pool.task(row), word, JobWord.of(epoch, FREE, 0, 0))) { // T5, T12
            CrashPoint.hit("task.afterFree");
            pool.taskNews().ring();
        }
    }

    static boolean hasEnded(int state) {
        return state == DONE || state == LOST || state == CANCELLED;
    }

    static MemorySegment arguments(PoolRegion pool, MemorySegment segment) {
        return segment.asSlice(TaskRow.LAYOUT.byteSize(), pool.shape().taskRoom());
    }

    static MemorySegment results(PoolRegion pool, MemorySegment segment) {
        int room = pool.shape().taskRoom();
        return segment.asSlice(TaskRow.LAYOUT.byteSize() + room, room);
    }

    private MemorySegment arguments(MemorySegment segment) {
        return arguments(pool, segment);
    }
}
