package io.millrace.engine.internal.job;

import io.millrace.engine.internal.layout.JobWord;
import io.millrace.engine.internal.layout.TaskRow;
import io.millrace.shm.internal.os.CrashPoint;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// One batch of object tasks in its row, for its submitter: its progress, its results, and its end.
///
/// A batch that [#isSettled] may have fewer finished items than it had items: a worker ends it
/// early when the room for results is full, when an item was lost or when it was cancelled. The
/// submitter takes the results of the first [#done] items, handles the next item as [#state] says,
/// and submits the rest anew. Any thread of the submitting process may call these methods, one at a
/// time [#results] and then, once, [#release].
public final class TaskBatch {
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

    /// The state of a batch.
    public enum State {
        /// Waiting for a worker.
        READY,
        /// A worker runs the item behind the finished ones.
        RUNNING,
        /// Its submitter stops the worker that runs it.
        STOPPING,
        /// Ended by the worker; the submitter submits the unfinished items again.
        DONE,
        /// Ended because every worker died that tried the item behind the finished ones.
        LOST,
        /// Ended by its submitter; the item behind the finished ones may have begun if the batch
        /// was STOPPING.
        CANCELLED,
        /// Released.
        GONE
    }

    /// The worker that runs a batch that is to be stopped.
    ///
    /// @param slot of the worker; a thread of this process has one of its own
    /// @param pid of the worker's process
    public record StopRequest(int slot, long pid, long epoch) {}

    int row() {
        return row;
    }

    /// The state now.
    public State state() {
        long word = TaskRow.wordAcquire(segment);
        if (JobWord.epoch(word) != epoch) {
            return State.GONE;
        }
        return switch (JobWord.state(word)) {
            case TaskTable.READY -> State.READY;
            case TaskTable.RUN -> State.RUNNING;
            case TaskTable.DONE -> State.DONE;
            case TaskTable.STOPPING -> State.STOPPING;
            case TaskTable.LOST -> State.LOST;
            case TaskTable.CANCELLED -> State.CANCELLED;
            default -> State.GONE;
        };
    }

    /// Whether the batch has ended: no worker runs it any more, and its results do not change.
    public boolean isSettled() {
        long word = TaskRow.wordAcquire(segment);
        return JobWord.epoch(word) != epoch || TaskTable.hasEnded(JobWord.state(word));
    }

    /// How many items it has.
    public int count() {
        return TaskRow.count(segment);
    }

    /// How many items are finished, from the first on. Never decreases.
    public int done() {
        return TaskRow.done(TaskRow.progressAcquire(segment));
    }

    /// Hands over the results since the last call, in the order of the items. May be called while
    /// the batch runs.
    public void results(ResultSink sink) {
        long progress = TaskRow.progressAcquire(segment);
        ResultReader reader = new ResultReader(
                segment,
                TaskTable.results(pool, segment).asSlice(0, TaskRow.end(progress)),
                new SpillRegions(pool, row, epoch));
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

    /// Makes a running batch STOPPING (T10). The caller then kills the worker that is returned: a
    /// process by its pid, a thread by an interrupt. The batch becomes CANCELLED after that.
    public Optional<StopRequest> requestStop() {
        long word = TaskRow.wordAcquire(segment);
        while (JobWord.epoch(word) == epoch && JobWord.state(word) == TaskTable.RUN) {
            int slot = JobWord.slot(word);
            long pid = pool.memory().slotHolder().info(slot).pid();
            long stopping = JobWord.of(epoch, TaskTable.STOPPING, JobWord.attempt(word), slot);
            if (TaskRow.wordCas(segment, word, stopping)) { // T10
                CrashPoint.hit("task.afterStopRequest");
                return Optional.of(new StopRequest(slot, pid, epoch));
            }
            word = TaskRow.wordAcquire(segment);
        }
        return Optional.empty();
    }

    /// The item that runs, or the next one.
    public int runningItem() {
        return done();
    }

    /// Whether the next result might not fit into the room: then the batch ends early.
    public boolean isFull() {
        long progress = TaskRow.progressAcquire(segment);
        return TaskRow.isClosed(progress) || 2 * TaskRow.end(progress) > pool.shape().taskRoom();
    }

    /// For how long the item of [#runningItem], or a later one, has been running; 0 when none runs.
    public long runningNanos() {
        long startedAt = TaskRow.startedAt(segment);
        return state() == State.RUNNING && startedAt != 0 ? Math.max(0, System.nanoTime() - startedAt) : 0;
    }

    /// For how long the last worker ran it; 0 when none has ended it.
    public long ranNanos() {
        return TaskRow.ranNanos(segment);
    }

    /// The process that died in this batch last; 0 when none did.
    public long victimPid() {
        return TaskRow.deadWorker(segment);
    }

    /// How many workers died in the item that runs or was lost.
    public int attempt() {
        return JobWord.attempt(TaskRow.wordAcquire(segment));
    }

    /// Frees the row. The batch must be settled.
    public void release() {
        CrashPoint.hit("task.beforeRelease");
        long word = TaskRow.wordAcquire(segment);
        if (JobWord.epoch(word) == epoch && TaskTable.hasEnded(JobWord.state(word))) {
            TaskTable.free(pool, row, word);
        }
    }
}
