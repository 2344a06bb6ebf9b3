package io.millrace.engine.internal.runner;

import io.millrace.engine.WorkerKind;
import io.millrace.engine.internal.job.LastFailure;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.TaskTable;
import io.millrace.engine.internal.layout.JobWord;
import io.millrace.engine.internal.layout.TaskRow;
import io.millrace.engine.internal.recorder.RecordedTask;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.message.Codec;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/// Runs batches of object tasks for one thread: of a worker, or of a submitter that computes
/// itself.
///
/// A batch runs to its end, or to the end of its slice of time, before the worker looks at array
/// jobs again: submitters keep batches at a few milliseconds. Any throwable of a task,
/// `StackOverflowError` too, is the failure of that task and does not end the worker.
///
/// Of the steps of [TaskTable], the runner does T3 when it claims a batch, T9 when an item finished
/// that earlier workers died in, and T4 at the end, or T11 when the batch became STOPPING.
public final class TaskRunner {
    private static final int STOPPED_STATUS = 1;

    /// A batch rings for its results when it rang longer ago than this.
    private static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final PoolRegion pool;
    private final int slot;
    private final WorkerKind kind;
    private final Thread thread;
    private final Codec<Object> codec;
    private long current;
    private long itemsRun;

    /// For the calling thread.
    ///
    /// @param slot the process slot that this thread writes into the words
    /// @param kind a process halts when its batch is STOPPING, a thread ends the batch
    public TaskRunner(PoolRegion pool, int slot, WorkerKind kind) {
        this.pool = pool;
        this.slot = slot;
        this.kind = kind;
        this.thread = Thread.currentThread();
        this.codec = Codec.any().bind(pool.memory());
    }

    /// Items run by this thread so far.
    public long itemsRun() {
        return itemsRun;
    }

    /// Whether the worker has run as many items as one worker may.
    public boolean isSpent() {
        int most = pool.shape().maxTasksPerWorker();
        return most > 0 && itemsRun >= most && kind != WorkerKind.CALLER;
    }

    /// Runs the batch that waits longest.
    ///
    /// @return false when none waits
    public boolean runAny() {
        while (true) {
            int row = longestWaiting();
            if (row < 0) {
                return false;
            }
            long word = TaskRow.wordAcquire(pool.task(row));
            if (JobWord.state(word) == TaskTable.READY && claim(row, word)) {
                return true;
            }
        }
    }

    private int longestWaiting() {
        int found = -1;
        long lowest = Long.MAX_VALUE;
        for (int row = 0; row < pool.taskRows(); row++) {
            long word = TaskRow.wordAcquire(pool.task(row));
            if (JobWord.state(word) == TaskTable.READY && JobWord.epoch(word) < lowest) {
                lowest = JobWord.epoch(word);
                found = row;
            }
        }
        return found;
    }

    private boolean claim(int row, long word) {
        long epoch = JobWord.epoch(word);
        int attempt = JobWord.attempt(word);
        MemorySegment segment = pool.task(row);
        if (!TaskRow.wordCas(segment, word, JobWord.of(epoch, TaskTable.RUN, attempt, slot))) { // T3
            return false;
        }
        CrashPoint.hit("task.afterClaim");
        enter(epoch);
        Batch batch = new Batch(row, segment, epoch, attempt);
        try {
            batch.run();
        } finally {
            leave();
        }
        batch.end();
        return true;
    }

    private synchronized void enter(long epoch) {
        current = epoch;
    }

    /// Clears the interrupt: one that was meant for this batch must not reach the next one.
    private synchronized void leave() {
        current = 0;
        if (kind != WorkerKind.CALLER) {
            Thread.interrupted();
        }
    }

    /// Interrupts the thread if it still runs that batch. Called by other threads.
    public synchronized void interrupt(long epoch) {
        if (current == epoch) {
            thread.interrupt();
        }
    }

    /// One claimed batch.
    private final class Batch {
        private final int row;
        private final MemorySegment segment;
        private final long epoch;
        private final ResultWriter results;
        private int attempt;
        private int done;
        private long begun;
        private long now;

        Batch(int row, MemorySegment segment, long epoch, int attempt) {
            this.row = row;
            this.segment = segment;
            this.epoch = epoch;
            this.attempt = attempt;
            this.results = new ResultWriter(codec, pool, row, epoch);
            this.done = TaskRow.done(TaskRow.progressAcquire(segment));
            this.begun = System.nanoTime();
            this.now = begun;
        }

        void run() {
            OpenBatch open;
            try {
                results.resume();
                open = OpenBatch.open(codec, pool, row, epoch);
                open.skip(done);
            } catch (Throwable notHere) {
                failAll(notHere);
                return;
            }
            int count = TaskRow.count(segment);
            int before = done;
            long slice = TaskRow.sliceNanos(segment);
            now = System.nanoTime();
            begun = now;
            long told = now;
            TaskRow.startedAt(segment, now);
            while (done < count
                    && results.hasRoom()
                    && TaskRow.submitterAcquire(segment) != 0
                    && (done == before || !isSpent() && (slice == 0 || now - begun < slice))) {
                runNext(open);
                if (!finished()) {
                    return;
                }
                if (now - told > PROGRESS_NANOS && done < count) {
                    pool.taskNews().advance();
                    told = now;
                }
            }
        }

        private void runNext(OpenBatch open) {
            RecordedTask record = RecordedTask.NONE;
            Throwable thrown = null;
            try {
                record = RecordedTask.begin(pool, epoch, done, open.function());
                Object value = open.next();
                CrashPoint.hit("task.afterRun");
                results.value(value);
            } catch (Throwable failure) { // any failure is the failure of the item: the worker goes on
                results.threw(failure);
                LastFailure.record(pool, slot, failure);
                thrown = failure;
            }
            record.ended(thrown);
            if (kind != WorkerKind.CALLER) {
                Thread.interrupted(); // an interrupt that the task left
            }
        }

        /// Publishes that an item is finished.
        ///
        /// @return false when the batch became STOPPING meanwhile
        private boolean finished() {
            CrashPoint.hit("task.afterResult");
            done++;
            itemsRun++;
            now = System.nanoTime();
            TaskRow.startedAt(segment, now); // of the next item: a process that acquires `progress` sees its time
            TaskRow.progressRelease(segment, TaskRow.progress(done, results.end(), results.isClosed()));
            CrashPoint.hit("task.afterProgress");
            long mine = JobWord.of(epoch, TaskTable.RUN, attempt, slot);
            if (attempt > 0 && TaskRow.wordCas(segment, mine, JobWord.of(epoch, TaskTable.RUN, 0, slot))) { // T9
                attempt = 0;
                return true;
            }
            return TaskRow.wordAcquire(segment) == mine;
        }

        /// This process cannot decode the function: every item fails with that.
        private void failAll(Throwable failure) {
            int count = TaskRow.count(segment);
            boolean first = true;
            LastFailure.record(pool, slot, failure);
            while (done < count && (first ? results.hasRoom() : results.hasRoomForSame())) {
                if (first) {
                    results.threw(failure);
                } else {
                    results.same();
                }
                first = false;
                if (!finished()) {
                    return;
                }
            }
        }

        void end() {
            TaskRow.ranNanos(segment, now - begun);
            CrashPoint.hit("task.beforeDone");
            long mine = JobWord.of(epoch, TaskTable.RUN, attempt, slot);
            if (!TaskRow.wordCas(segment, mine, JobWord.of(epoch, TaskTable.DONE, attempt, 0))) { // T4
                endStopped();
            }
            CrashPoint.hit("task.afterDone");
            pool.countTasks(done);
            pool.taskNews().advance();
            TaskTable.reap(pool, row);
        }

        private void endStopped() {
            if (kind == WorkerKind.PROCESS) {
                Runtime.getRuntime().halt(STOPPED_STATUS);
            }
            long stopping = JobWord.of(epoch, TaskTable.STOPPING, attempt, slot);
            if (!TaskRow.wordCas(segment, stopping, JobWord.of(epoch, TaskTable.CANCELLED, attempt, 0))) { // T11
                throw new IllegalStateException(
                        "batch taken from its living worker: row=%s, epoch=%s; another program changed the file"
                                .formatted(row, epoch));
            }
        }
    }
}
