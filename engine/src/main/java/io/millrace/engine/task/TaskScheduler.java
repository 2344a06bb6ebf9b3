package io.millrace.engine.task;

import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.pool.Crew;
import io.millrace.shm.JobCancelledException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// All calls with object tasks of one submitter: takes their items, keeps the rows of the file
/// filled, hands over the results, and submits again what a worker did not come to.
///
/// ```text
///   open ─▶ flush ... flush ─▶ endInput          by the caller, or by a thread that reads its input
///             │
///             ▼
///          waiting ─▶ row ─▶ settled ─▶ receiver       in whichever thread has its turn: Turns
///             ▲                 │
///             └──── the rest ───┘   the worker ended early, died with one item, or was stopped in one
/// ```
///
/// The lock is held for moments only: never while values are encoded or decoded, a receiver is
/// called, or anybody waits.
public final class TaskScheduler implements AutoCloseable {
    private final PoolRegion pool;
    private final Crew crew;
    private final Values values;
    private final Failures failures;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<TaskCall> calls = new LinkedHashSet<>();
    private final Tally tally = new Tally();
    private final Rows rows;
    private final Turns turns;
    private boolean refusing;
    private long submitted;

    /// @param own runs one batch in the calling thread, for a pool without workers; else null
    public TaskScheduler(PoolRegion pool, Crew crew, @Nullable BooleanSupplier own) {
        this.pool = pool;
        this.crew = crew;
        this.values = Values.in(pool.memory());
        this.failures = new Failures(crew);
        this.rows = new Rows(pool, crew);
        this.turns = new Turns(pool, this::look, rows::hasWork, own);
    }

    /// Begins a call.
    ///
    /// @throws io.millrace.shm.NotTransportableException when the function cannot travel
    /// @throws IllegalStateException when the pool was told to close
    public TaskCall open(Object function, TaskLimits limits, TaskReceiver receiver) {
        TaskCall call = new TaskCall(values.encode(function), limits, receiver);
        lock.lock();
        try {
            requireOpen();
            if (calls.isEmpty()) {
                tally.begin();
            }
            calls.add(call);
            submitted++;
        } finally {
            lock.unlock();
        }
        return call;
    }

    /// @throws IllegalStateException when the pool was told to close
    public void requireOpen() {
        lock.lock();
        try {
            if (refusing) {
                throw closed();
            }
        } finally {
            lock.unlock();
        }
    }

    private IllegalStateException closed() {
        return new IllegalStateException("the pool is closed: pool=%s; start another".formatted(pool.name()));
    }

    /// Encodes the items of a call; they begin to run when they are flushed.
    public ItemWriter writer(TaskCall call) {
        return new ItemWriter(values.codec(), items -> append(call, items, false));
    }

    /// The one task of a call whose function takes no input.
    public void submitOnly(TaskCall call) {
        append(call, Items.noInput(), true);
    }

    private void append(TaskCall call, Items items, boolean last) {
        lock.lock();
        try {
            if (!call.takesItems()) {
                return;
            }
            call.append(items);
            tally.came(items.count());
            if (last) {
                call.closeInput();
            }
            rows.queue(call);
            rows.fill();
        } finally {
            lock.unlock();
        }
        turns.workCame();
    }

    /// A call has all its items.
    public void endInput(TaskCall call) {
        change(List.of(call), TaskCall::closeInput);
    }

    /// Whether more items are taken.
    public boolean takesItems(TaskCall call) {
        lock.lock();
        try {
            return call.takesItems();
        } finally {
            lock.unlock();
        }
    }

    /// Collects what has come meanwhile, if nobody else does.
    public void assist() {
        turns.assist();
    }

    /// Waits until `ready` holds, which something that the call's receiver is told makes true.
    ///
    /// @param endNanos the `System.nanoTime` at which to give up
    /// @return false when the thread is interrupted, or the time is up
    public boolean await(TaskCall call, BooleanSupplier ready, long endNanos) {
        return turns.await(call, ready, endNanos);
    }

    /// Drops what waits of a call. What runs comes to its end, then the call does.
    public void cancel(TaskCall call) {
        stop(List.of(call), TaskCall.Stop.DROP, "they were cancelled");
    }

    /// As [#cancel], and kills the workers that run something of it.
    public void kill(TaskCall call) {
        stop(List.of(call), TaskCall.Stop.KILL, "they were cancelled");
    }

    private void stop(Collection<TaskCall> stopped, TaskCall.Stop how, String why) {
        JobCancelledException reason =
                new JobCancelledException("tasks did not all run: %s; submit them again if they are needed".formatted(why));
        change(stopped, call -> call.stop(how, reason));
        turns.nudge();
    }

    /// New calls are refused from now on, and calls in work take no more items.
    public void refuse() {
        change(refuseAndGet(), call -> call.cutShort(closed()));
    }

    /// New calls are refused from now on, and those in work are dropped.
    public void dropAll() {
        stop(refuseAndGet(), TaskCall.Stop.DROP, "the pool was shut down");
    }

    /// As [#dropAll], and the workers are killed that run something.
    public void abortAll() {
        stop(refuseAndGet(), TaskCall.Stop.KILL, "the pool was shut down");
    }

    private List<TaskCall> refuseAndGet() {
        lock.lock();
        try {
            refusing = true;
            return List.copyOf(calls);
        } finally {
            lock.unlock();
        }
    }

    private interface Change {
        void apply(TaskCall call);
    }

    private void change(Collection<TaskCall> changed, Change change) {
        List<TaskCall> over;
        lock.lock();
        try {
            changed.forEach(change::apply);
            if (!pool.isGone()) {
                rows.attend();
            }
            over = changed.stream().filter(TaskCall::isOver).toList();
        } finally {
            lock.unlock();
        }
        over.forEach(this::end);
    }

    /// Returns when the last call has ended; there are no new ones from now on.
    public void awaitAll() {
        boolean interrupted = false;
        for (TaskCall call : refuseAndGet()) {
            while (!await(call, call::isEnded, System.nanoTime() + Long.MAX_VALUE / 2)) {
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// How far the calls are that began since there was none.
    public TaskCounts counts() {
        lock.lock();
        try {
            return tally.counts();
        } finally {
            lock.unlock();
        }
    }

    /// Whether some call has not ended.
    public boolean isWorking() {
        lock.lock();
        try {
            return !calls.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// Calls that began.
    public long submitted() {
        lock.lock();
        try {
            return submitted;
        } finally {
            lock.unlock();
        }
    }

    /// Calls that ended.
    public long finished() {
        lock.lock();
        try {
            return submitted - calls.size();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the thread of its own. All calls must have ended.
    @Override
    public void close() {
        turns.close();
    }

    /// One look at everything, by the thread whose turn it is.
    private Turns.Look look() {
        Set<TaskCall> touched = new LinkedHashSet<>();
        List<RowInWork> settled;
        List<RowInWork> moving;
        lock.lock();
        try {
            stopIfNobodyWorks(touched);
            rows.attend();
            settled = rows.takeSettled(failures);
            moving = rows.withResults();
        } finally {
            lock.unlock();
        }
        List<Collecting.Outcome> outcomes = new ArrayList<>(settled.size());
        for (RowInWork row : settled) {
            outcomes.add(collected(row));
        }
        for (RowInWork row : moving) {
            collectFinished(row);
            touched.add(row.call);
        }
        List<TaskCall> over = new ArrayList<>();
        long nextNanos;
        lock.lock();
        try {
            for (Collecting.Outcome outcome : outcomes) {
                settle(outcome);
                touched.add(outcome.row().call);
            }
            rows.fill();
            touched.stream().filter(TaskCall::isOver).forEach(over::add);
            nextNanos = rows.nextLookNanos();
        } finally {
            lock.unlock();
        }
        over.forEach(this::end);
        touched.forEach(turns::wake);
        return new Turns.Look(!touched.isEmpty(), nextNanos);
    }

    private void collectFinished(RowInWork row) {
        try {
            row.collecting(values, failures).collectFinished();
        } catch (Throwable failure) { // as below
            stopBecause(row.call, failure);
        }
    }

    private Collecting.Outcome collected(RowInWork row) {
        Collecting collecting = row.collecting(values, failures);
        try {
            return collecting.collect();
        } catch (Throwable failure) { // no memory for the results, say: nobody may wait for them for ever
            stopBecause(row.call, failure);
            return collecting.giveUp();
        }
    }

    private void stopBecause(TaskCall call, Throwable failure) {
        JobCancelledException reason = new JobCancelledException(
                "results of tasks cannot be taken here: %s; the rest is cancelled".formatted(failure), failure);
        lock.lock();
        try {
            call.stop(TaskCall.Stop.DROP, reason);
        } finally {
            lock.unlock();
        }
    }

    private void settle(Collecting.Outcome outcome) {
        RowInWork row = outcome.row();
        TaskCall call = row.call;
        call.inWork--;
        tally.ended(outcome.ended(), outcome.failed());
        if (outcome.full()) {
            call.chunking.fitted(outcome.ended());
        } else {
            call.chunking.measured(outcome.ended(), row.ageNanos());
        }
        if (outcome.dropped()) {
            call.markMissing();
        }
        call.putBackOrDrop(outcome.items());
        rows.queue(call);
    }

    /// When nobody is left who could run anything, no call may wait for that.
    private void stopIfNobodyWorks(Set<TaskCall> touched) {
        boolean gone = pool.isGone();
        RuntimeException reason = crew.failure();
        if (gone) {
            reason = pool.tablesGone();
        } else if (pool.isAbandoned()) {
            reason = pool.ownerDied();
        } else if (reason == null && !pool.isOpen()) { // another's: one's own has ended its calls before
            reason = new JobCancelledException(
                    "its owner closed the pool before all tasks ran: pool=%s; submit them to another".formatted(pool.name()));
        }
        if (reason == null) {
            return;
        }
        for (TaskCall call : calls) {
            if (call.stopped() == TaskCall.Stop.NONE) {
                call.stop(TaskCall.Stop.DROP, reason);
                touched.add(call);
            }
        }
        if (gone || pool.isAbandoned()) {
            touched.addAll(calls); // an earlier look may have met with the end of the tables
            for (RowInWork row : rows.forget()) {
                row.call.inWork--;
                row.call.putBackOrDrop(row.items);
            }
        }
    }

    private void end(TaskCall call) {
        try {
            call.receiver.end(call.missingReason());
        } finally {
            lock.lock();
            try {
                calls.remove(call);
                call.markEnded();
            } finally {
                lock.unlock();
            }
            turns.wake(call);
        }
    }
}
