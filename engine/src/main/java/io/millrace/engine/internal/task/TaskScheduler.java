package io.millrace.engine.internal.task;

import io.millrace.engine.internal.crew.Crew;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.lambda.ItemCodec;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.internal.wait.Deadline;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// All calls over items of one submitter: takes their items, keeps the rows of the file filled, hands over
/// the results, and resubmits unprocessed items.
///
/// ```text
///   open ─▶ flush ... flush ─▶ endInput          by the caller, or by a thread that reads its input
///             │
///             ▼
///          waiting ─▶ row ─▶ settled ─▶ TaskCall       in the thread that leads: ResultLeader
///             ▲                 │
///             └──── the rest ───┘   the worker ended early, died in one item, or was stopped in one
/// ```
///
/// The lock is held for moments only: never while values are encoded or decoded, a call is told of results,
/// or a thread waits.
public final class TaskScheduler implements AutoCloseable {
    /// For a call that nothing but an interrupt makes unwanted.
    static final BooleanSupplier WANTED = () -> false;

    private static final long FOREVER_NANOS = Long.MAX_VALUE / 2;
    private static final long INTERRUPT_CHECK_NANOS = 50_000_000;

    private final PoolRegion pool;
    private final Crew crew;
    private final ItemCodec values;
    private final ItemCost.Known costs = new ItemCost.Known();
    private final Failures failures;
    private final Reasons reasons;
    private final ReentrantLock lock = new ReentrantLock();
    private final OpenCalls calls;
    private final InFlightBatches rows;
    private final ResultLeader leader;
    private final Endings endings;

    /// @param own runs one batch in the calling thread, for a pool without workers; else null
    TaskScheduler(PoolRegion pool, Crew crew, @Nullable BooleanSupplier own) {
        this.pool = pool;
        this.crew = crew;
        this.values = ItemCodec.in(pool.memory());
        this.failures = new Failures(crew);
        this.reasons = new Reasons(pool, crew);
        this.calls = new OpenCalls(lock, reasons);
        this.rows = new InFlightBatches(pool, crew);
        this.leader = new ResultLeader(new ResultLeader.Work(this::look, this::hasWork, this::endAll), pool, own);
        this.endings = new Endings(lock, calls::remove, leader::wake);
    }

    /// @throws io.millrace.shm.NotTransportableException when the function cannot travel
    EncodedFunction encode(Object function) {
        return new EncodedFunction(values.encode(function), costs.of(function));
    }

    /// Begins a call.
    ///
    /// @throws IllegalStateException when the pool was told to close
    void open(TaskCall call) {
        calls.add(call, OpenCalls.Until.CLOSED);
    }

    /// Begins a call that is part of work which was submitted before the pool was told to close: it is
    /// refused only when the pool was told to drop that work.
    ///
    /// @throws IllegalStateException when the pool was shut down
    void openPart(TaskCall call) {
        calls.add(call, OpenCalls.Until.DROPPED);
    }

    /// @throws IllegalStateException when the pool was told to close
    void requireOpen() {
        calls.requireOpen();
    }

    /// Encodes the items of a call; they begin to run when they are flushed.
    ItemWriter writer(TaskCall call) {
        return new ItemWriter(values.codec(), items -> append(call, items, false));
    }

    /// The one task of a call whose function takes no input.
    void submitOnly(TaskCall call) {
        append(call, EncodedItems.noInput(), true);
    }

    private void append(TaskCall call, EncodedItems items, boolean last) {
        lock.lock();
        try {
            if (!call.takesItems()) {
                return;
            }
            call.append(items);
            calls.came(items.count());
            if (last) {
                call.closeInput();
            }
            rows.queue(call);
            rows.fill();
        } finally {
            lock.unlock();
        }
        leader.workSubmitted();
    }

    /// A call has all its items.
    void endInput(TaskCall call) {
        change(List.of(call), TaskCall::closeInput);
    }

    /// Collects what has come meanwhile, if no other thread does.
    void assist() {
        leader.assist();
    }

    /// Waits until `ready` holds, which a result, a failure or the end of the call makes true.
    ///
    /// @param endNanos the `System.nanoTime` at which to give up
    /// @return false when the thread is interrupted, or the time is up
    boolean await(TaskCall call, BooleanSupplier ready, long endNanos) {
        return leader.await(call, ready, endNanos);
    }

    /// Drops the items of a call that wait. The items that run end by themselves, then the call ends.
    void cancel(TaskCall call) {
        stop(List.of(call), TaskCall.Stop.DROP, "they were cancelled");
    }

    /// As [#cancel], and kills the workers that run items of the call.
    void kill(TaskCall call) {
        stop(List.of(call), TaskCall.Stop.KILL, "they were cancelled");
    }

    private void stop(Collection<TaskCall> stopped, TaskCall.Stop how, String why) {
        JobCancelledException reason = reasons.stopped(why);
        change(stopped, call -> call.stop(how, reason));
        leader.nudge();
    }

    /// Refuses new calls from now on; open calls take no more items.
    public void refuse() {
        change(calls.refuse(), call -> call.cutShort(reasons.closed()));
    }

    /// Refuses new calls from now on, and drops the open ones.
    public void dropAll() {
        stop(calls.refuseParts(), TaskCall.Stop.DROP, "the pool was shut down");
    }

    /// As [#dropAll], and kills the workers that run items.
    public void abortAll() {
        stop(calls.refuse(), TaskCall.Stop.KILL, "the pool was shut down");
    }

    private interface Change {
        void apply(TaskCall call);
    }

    private void change(Collection<TaskCall> some, Change change) {
        lock.lock();
        try {
            for (TaskCall call : some) {
                change.apply(call);
                endings.mark(call);
            }
            if (!pool.isGone()) {
                rows.attend();
            }
        } finally {
            lock.unlock();
        }
        endings.deal();
    }

    private boolean hasWork() {
        return endings.hasSome() || rows.hasWork();
    }

    /// Refuses new calls from now on, except parts of open ones, and returns when the last call has ended.
    ///
    /// @return false when the deadline passed first
    /// @throws InterruptedException when the thread is interrupted before
    public boolean awaitAll(Deadline deadline) throws InterruptedException {
        for (TaskCall call : calls.refuse()) {
            if (!await(call, call::isEnded, System.nanoTime() + deadline.leftNanos())) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("while tasks of a pool come to their end");
                }
                return false;
            }
        }
        return true;
    }

    /// Waits for the end of a call. When the thread is interrupted or the call is no longer wanted, drops the
    /// items that wait; items that run may go on for the pool's grace time, before their workers are
    /// stopped.
    ///
    /// @param unwanted asked again and again
    /// @return whether the thread was interrupted; the flag is cleared
    boolean awaitEnd(TaskCall call, BooleanSupplier unwanted) {
        boolean interrupted = false;
        long killAt = 0;
        long slice = unwanted == WANTED ? FOREVER_NANOS : INTERRUPT_CHECK_NANOS;
        while (true) {
            interrupted |= Thread.interrupted();
            if (interrupted || unwanted.getAsBoolean()) {
                slice = INTERRUPT_CHECK_NANOS;
                long now = System.nanoTime();
                if (killAt == 0) {
                    killAt = now + pool.shape().cancelGraceNanos();
                    cancel(call);
                } else if (now - killAt >= 0) {
                    kill(call);
                }
            }
            if (await(call, call::isEnded, System.nanoTime() + slice)) {
                return interrupted;
            }
            slice = INTERRUPT_CHECK_NANOS;
        }
    }

    /// Counts of the calls that began since the last time when there was none.
    TaskCounts counts() {
        return calls.counts();
    }

    /// Whether a call is open.
    boolean isWorking() {
        return calls.hasSome();
    }

    /// How many calls began.
    public long submitted() {
        return calls.submitted();
    }

    /// How many calls have ended.
    public long finished() {
        return calls.finished();
    }

    /// Ends the background thread. All calls must have ended.
    @Override
    public void close() {
        leader.close();
    }

    /// One look at everything, by the thread that leads. Whatever fails, for lack of memory too, the next
    /// look finds what this one left: a batch stays in flight until its items have gone where they belong, a
    /// call stays marked until it was told of its end.
    private ResultLeader.Look look() {
        List<InFlightBatch> settled;
        List<InFlightBatch> moving;
        lock.lock();
        try {
            stopIfNobodyWorks();
            rows.attend();
            settled = rows.settled(failures);
            moving = rows.withResults();
        } finally {
            lock.unlock();
        }
        for (InFlightBatch row : settled) {
            settle(collected(row));
        }
        for (InFlightBatch row : moving) {
            collectFinished(row);
        }
        long nextNanos;
        lock.lock();
        try {
            rows.fill();
            nextNanos = rows.nextLookNanos();
        } finally {
            lock.unlock();
        }
        return new ResultLeader.Look(endings.deal(), nextNanos);
    }

    private void collectFinished(InFlightBatch row) {
        try {
            row.collecting(values, failures).collectFinished();
        } catch (Throwable failure) { // as below
            stopBecause(row.call, failure);
        }
        lock.lock();
        try {
            endings.mark(row.call);
        } finally {
            lock.unlock();
        }
    }

    private BatchCollector.Outcome collected(InFlightBatch row) {
        BatchCollector collecting = row.collecting(values, failures);
        try {
            return collecting.collect();
        } catch (Throwable failure) { // no memory for the results, say: no thread may wait for them for ever
            stopBecause(row.call, failure);
            return collecting.giveUp();
        }
    }

    private void stopBecause(TaskCall call, Throwable failure) {
        JobCancelledException reason = reasons.untaken(failure);
        lock.lock();
        try {
            call.stop(TaskCall.Stop.DROP, reason);
            endings.mark(call);
        } finally {
            lock.unlock();
        }
    }

    private void settle(BatchCollector.Outcome outcome) {
        InFlightBatch row = outcome.row();
        TaskCall call = row.call;
        lock.lock();
        try {
            call.putBackOrDrop(outcome.items()); // the one step that allocates comes first
            rows.remove(row);
            call.inWork--;
            calls.ended(outcome.ended(), outcome.failed());
            if (outcome.full()) {
                call.chunking.fitted(outcome.ended());
            } else {
                call.chunking.measured(outcome.ended(), row.ranNanos());
            }
            if (outcome.dropped()) {
                call.markMissing();
            }
            rows.queue(call);
            endings.mark(call);
        } finally {
            lock.unlock();
        }
    }

    /// Stops all calls when no worker is left to run them.
    private void stopIfNobodyWorks() {
        RuntimeException reason = reasons.nobodyWorks();
        if (reason == null) {
            return;
        }
        calls.forEach(call -> {
            if (call.stopped() == TaskCall.Stop.NONE) {
                call.stop(TaskCall.Stop.DROP, reason);
                endings.mark(call);
            }
        });
        if (pool.isGone() || pool.isAbandoned()) {
            calls.forEach(endings::mark); // an earlier look may have met the end of the tables
            forgetRows();
        }
    }

    /// No worker will run what lies in rows. Called with the lock held.
    private void forgetRows() {
        for (InFlightBatch row : rows.forget()) {
            row.call.inWork--;
            row.call.putBackOrDrop(row.items);
        }
    }

    /// Ends all calls with the failure of the looks.
    private void endAll(Throwable failure) {
        JobCancelledException reason = reasons.untaken(failure);
        lock.lock();
        try {
            calls.forEach(call -> {
                call.stop(TaskCall.Stop.DROP, reason);
                endings.mark(call);
            });
            forgetRows();
        } finally {
            lock.unlock();
        }
        endings.deal();
    }
}
