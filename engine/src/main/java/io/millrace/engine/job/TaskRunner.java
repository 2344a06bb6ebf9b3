package io.millrace.engine.job;

import io.millrace.engine.WorkerKind;
import io.millrace.shm.message.Codec;
import io.millrace.shm.os.CrashPoint;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/// Runs batches of object tasks for one thread: a worker's, or a submitter's that computes itself.
///
/// A batch is run to its end before the worker looks at array jobs again: whoever makes batches keeps
/// them at a few milliseconds. Whatever a task throws is its own failure, `StackOverflowError` and the
/// like too; it costs no worker.
public final class TaskRunner {
    private static final int DOOMED_STATUS = 1;

    /// A batch tells of results it has when the last news are older.
    private static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final PoolRegion pool;
    private final int slot;
    private final WorkerKind kind;
    private final Thread thread;
    private final Codec<Object> codec;
    private long current;
    private long itemsRun;

    /// For the calling thread.
    ///
    /// @param slot the process slot that stands for this thread in the words
    /// @param kind what its worker is: a process that was doomed halts, a thread ends the batch
    public TaskRunner(PoolRegion pool, int slot, WorkerKind kind) {
        this.pool = pool;
        this.slot = slot;
        this.kind = kind;
        this.thread = Thread.currentThread();
        this.codec = Codec.any().bind(pool.memory());
    }

    /// Items run by this thread so far.
    long itemsRun() {
        return itemsRun;
    }

    /// Whether its worker has run as many as one may.
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
        for (int row = 0; row < pool.shape().tasks(); row++) {
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

    /// An interrupt that was meant for this batch must not meet the next one.
    private synchronized void leave() {
        current = 0;
        if (kind != WorkerKind.CALLER) {
            Thread.interrupted();
        }
    }

    /// Interrupts the thread if it is still in that batch. For other threads.
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
        private long now;

        Batch(int row, MemorySegment segment, long epoch, int attempt) {
            this.row = row;
            this.segment = segment;
            this.epoch = epoch;
            this.attempt = attempt;
            this.results = new ResultWriter(codec, pool, row, epoch);
            this.done = TaskRow.done(TaskRow.progressAcquire(segment));
        }

        void run() {
            OpenBatch open;
            try {
                open = OpenBatch.open(codec, pool, row, epoch);
                open.skip(done);
            } catch (Throwable notHere) {
                failAll(notHere);
                return;
            }
            int count = TaskRow.count(segment);
            int before = done;
            now = System.nanoTime();
            long told = now;
            TaskRow.startedAt(segment, now);
            while (done < count
                    && results.hasRoom()
                    && TaskRow.submitterAcquire(segment) != 0
                    && (done == before || !isSpent())) {
                runNext(open);
                if (!finished()) {
                    return;
                }
                if (now - told > TELL_NANOS && done < count) {
                    pool.taskNews().ring();
                    told = now;
                }
            }
        }

        private void runNext(OpenBatch open) {
            try {
                Object value = open.next();
                CrashPoint.hit("task.afterRun");
                results.value(value);
            } catch (Throwable failure) { // whatever it is: it is the item's, and the worker lives
                results.threw(failure);
            }
            if (kind != WorkerKind.CALLER) {
                Thread.interrupted(); // what the task did to its thread
            }
        }

        /// Tells that an item is finished.
        ///
        /// @return false when the batch was doomed meanwhile
        private boolean finished() {
            CrashPoint.hit("task.afterResult");
            done++;
            itemsRun++;
            now = System.nanoTime();
            TaskRow.startedAt(segment, now); // of the next: who acquires its number sees its time
            TaskRow.progressRelease(segment, TaskRow.progress(done, results.end(), results.isClosed()));
            CrashPoint.hit("task.afterProgress");
            long mine = JobWord.of(epoch, TaskTable.RUN, attempt, slot);
            if (attempt > 0 && TaskRow.wordCas(segment, mine, JobWord.of(epoch, TaskTable.RUN, 0, slot))) { // T9
                attempt = 0;
                return true;
            }
            return TaskRow.wordAcquire(segment) == mine;
        }

        /// The function cannot be made here: every item ends with that.
        private void failAll(Throwable failure) {
            int count = TaskRow.count(segment);
            boolean first = true;
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
            CrashPoint.hit("task.beforeDone");
            long mine = JobWord.of(epoch, TaskTable.RUN, attempt, slot);
            if (!TaskRow.wordCas(segment, mine, JobWord.of(epoch, TaskTable.DONE, attempt, 0))) { // T4
                endDoomed();
            }
            CrashPoint.hit("task.afterDone");
            pool.taskNews().ring();
            TaskTable.reap(pool, row);
        }

        private void endDoomed() {
            if (kind == WorkerKind.PROCESS) {
                Runtime.getRuntime().halt(DOOMED_STATUS);
            }
            long doomed = JobWord.of(epoch, TaskTable.DOOMED, attempt, slot);
            if (!TaskRow.wordCas(segment, doomed, JobWord.of(epoch, TaskTable.CANCELLED, attempt, 0))) { // T11
                throw new IllegalStateException(
                        "batch taken from its living claimer: row=%d, epoch=%d; the file was changed by somebody else"
                                .formatted(row, epoch));
            }
        }
    }
}
