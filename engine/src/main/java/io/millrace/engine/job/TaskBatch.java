package io.millrace.engine.job;

import io.millrace.shm.os.CrashPoint;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// One batch of object tasks in its row, seen by its submitter: how far it is, its results, and its
/// end.
///
/// A batch that [#isSettled] may have fewer finished items than it had items: a worker ends it early
/// when the room for results is full, when an item was lost or when it was cancelled. The submitter
/// takes the results of the first [#done], deals with the item behind them as [#state] says, and
/// submits the rest anew. Any thread of the submitting process may call these methods, one at a time
/// [#results] and then, once, [#release].
public final class TaskBatch {
    private static final State[] STATES = {
        State.GONE, State.GONE, State.READY, State.RUNNING, State.DONE, State.DOOMED, State.LOST, State.CANCELLED
    };

    private final PoolRegion pool;
    private final int row;
    private final long epoch;
    private final MemorySegment segment;
    private int taken;
    private int takenTo;

    TaskBatch(PoolRegion pool, int row, long epoch) {
        this.pool = pool;
        this.row = row;
        this.epoch = epoch;
        this.segment = pool.task(row);
    }

    /// Where a batch is.
    public enum State {
        /// Waiting for a worker.
        READY,
        /// A worker is at the item behind the finished ones.
        RUNNING,
        /// Its submitter wants the worker gone that runs it.
        DOOMED,
        /// Ended by the worker; items it did not come to are to be submitted again.
        DONE,
        /// Ended because every worker died that tried the item behind the finished ones.
        LOST,
        /// Ended by its submitter; the item behind the finished ones may have begun if it was doomed.
        CANCELLED,
        /// Released.
        GONE
    }

    /// Who runs a doomed batch.
    ///
    /// @param slot of the worker; a thread of this process has one of its own
    /// @param pid of the worker's process
    public record Doomed(int slot, long pid, long epoch) {}

    int row() {
        return row;
    }

    /// Where it is now.
    public State state() {
        long word = TaskRow.wordAcquire(segment);
        int state = JobWord.state(word);
        return JobWord.epoch(word) == epoch && state < STATES.length ? STATES[state] : State.GONE;
    }

    /// Whether it has ended: nobody works on it any more, and its results stand.
    public boolean isSettled() {
        long word = TaskRow.wordAcquire(segment);
        return JobWord.epoch(word) != epoch || TaskTable.hasEnded(JobWord.state(word));
    }

    /// Items in it.
    public int count() {
        return TaskRow.count(segment);
    }

    /// Finished items, which are the first ones. Never falls.
    public int done() {
        return TaskRow.done(TaskRow.progressAcquire(segment));
    }

    /// Hands over the results that came since the last call, in the order of the items; while the
    /// batch is in work too.
    public void results(ResultSink sink) {
        long progress = TaskRow.progressAcquire(segment);
        ResultReader reader = new ResultReader(
                TaskTable.results(pool, segment).asSlice(0, TaskRow.end(progress)),
                new TaskOverflow(pool, row, epoch));
        takenTo = reader.read(takenTo, taken, TaskRow.done(progress), sink);
        taken = TaskRow.done(progress);
    }

    /// Takes back a batch that no worker has begun; false when one has.
    public boolean cancel() {
        long word = TaskRow.wordAcquire(segment);
        while (JobWord.epoch(word) == epoch && JobWord.state(word) == TaskTable.READY) {
            if (TaskRow.wordCas(segment, word, JobWord.of(epoch, TaskTable.CANCELLED, 0, 0))) { // T6
                CrashPoint.hit("task.afterCancel");
                return true;
            }
            word = TaskRow.wordAcquire(segment);
        }
        return false;
    }

    /// Condemns the worker that runs this batch, if one does. Whoever did it kills that worker: a
    /// process by its pid, a thread by an interrupt. The batch becomes CANCELLED after that.
    public Optional<Doomed> doom() {
        long word = TaskRow.wordAcquire(segment);
        while (JobWord.epoch(word) == epoch && JobWord.state(word) == TaskTable.RUN) {
            int slot = JobWord.slot(word);
            long pid = pool.memory().attachment().info(slot).pid();
            if (TaskRow.wordCas(segment, word, JobWord.of(epoch, TaskTable.DOOMED, JobWord.attempt(word), slot))) { // T10
                CrashPoint.hit("task.afterDoom");
                return Optional.of(new Doomed(slot, pid, epoch));
            }
            word = TaskRow.wordAcquire(segment);
        }
        return Optional.empty();
    }

    /// The item in work, or the one that comes next.
    public int runningItem() {
        return done();
    }

    /// Whether the next result might not fit: it ended early because of that, if it did.
    public boolean isFull() {
        long progress = TaskRow.progressAcquire(segment);
        return TaskRow.isClosed(progress) || 2 * TaskRow.end(progress) > pool.shape().taskRoom();
    }

    /// For how long the item in work has been running, or one behind the last that [#runningItem] gave;
    /// 0 when none is.
    public long runningNanos() {
        long startedAt = TaskRow.startedAt(segment);
        return state() == State.RUNNING && startedAt != 0 ? Math.max(0, System.nanoTime() - startedAt) : 0;
    }

    /// The process that died in this batch last; 0 when none did.
    public long victimPid() {
        return TaskRow.victim(segment);
    }

    /// How many workers died of the item that runs or was lost.
    public int attempt() {
        return JobWord.attempt(TaskRow.wordAcquire(segment));
    }

    /// Gives the row back. The batch must be settled.
    public void release() {
        CrashPoint.hit("task.beforeRelease");
        long word = TaskRow.wordAcquire(segment);
        if (JobWord.epoch(word) == epoch && TaskTable.hasEnded(JobWord.state(word))) {
            TaskTable.free(pool, row, word);
        }
    }
}
