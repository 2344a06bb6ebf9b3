package io.millrace.engine.internal.task;

import io.millrace.engine.internal.crew.Crew;
import io.millrace.engine.internal.job.TaskBatch;
import io.millrace.engine.internal.job.TaskBatch.State;
import io.millrace.engine.internal.lambda.ItemCodec;
import org.jspecify.annotations.Nullable;

/// A batch that lies in a row of the file, or was refused by the file. Guarded by the scheduler's lock;
/// the collecting thread alone uses it once it was taken out of [InFlightBatches].
final class InFlightBatch {
    private static final long REPORT_NANOS = 2_000_000_000L;
    private static final int NOBODY = -1;

    /// The shortest time between two looks for results of a running batch.
    private static final long RESULT_NANOS = 1_000_000;

    final TaskCall call;
    final EncodedItems items;

    /// Null when the batch was refused.
    @Nullable TaskBatch batch;

    /// Why the batch was refused; null when it was not.
    @Nullable RuntimeException refusal;

    private final long submittedAt = System.nanoTime();

    private @Nullable BatchCollector collecting;

    private int stoppedItem = NOBODY;
    private @Nullable Why why;
    private long stoppedPid;
    private long lostAt;
    private long ranNanos;

    /// Why the worker of the batch was stopped.
    private enum Why {
        TIMED_OUT,
        CANCELLED
    }

    InFlightBatch(TaskCall call, EncodedItems items) {
        this.call = call;
        this.items = items;
    }

    /// Whether there is nothing to wait for any more; the report on a dead worker is waited for.
    boolean isSettled(Failures failures) {
        if (batch == null || collecting != null && collecting.isOver()) {
            return true;
        }
        return batch.isSettled()
                && !(batch.state() == State.LOST && failures.isUntold(batch.victimPid()) && awaitsReport());
    }

    private boolean awaitsReport() {
        long now = System.nanoTime();
        if (lostAt == 0) {
            lostAt = now;
        }
        return now - lostAt < REPORT_NANOS;
    }

    /// The collector of the batch. Called by the collecting thread.
    BatchCollector collecting(ItemCodec values, Failures failures) {
        if (collecting == null) {
            collecting = new BatchCollector(values, failures, this);
        }
        return collecting;
    }

    /// Whether finished results have waited for a while.
    boolean hasOldResults() {
        int taken = collecting == null ? 0 : collecting.handedOver();
        long since = collecting == null ? submittedAt : collecting.sinceNanos();
        return batch != null && batch.done() > taken && System.nanoTime() - since > RESULT_NANOS;
    }

    /// The batch has ended and is released now.
    void released() {
        if (batch != null) {
            ranNanos = batch.ranNanos();
            batch.release();
        }
    }

    /// For how long a worker ran it; 0 when none has ended it.
    long ranNanos() {
        return ranNanos;
    }

    /// Cancels the batch unless a worker has begun it.
    ///
    /// @return whether no worker runs it now or later
    boolean takeBack() {
        return batch == null || batch.isSettled() || batch.cancel();
    }

    /// Kills the worker that runs an item longer than the time-out.
    void stopOverdue(Crew crew) {
        if (batch != null) {
            int item = batch.runningItem(); // before its time is read: an item that begins later is younger
            if (leftNanos() <= 0) {
                requestStop(Why.TIMED_OUT, item, crew);
            }
        }
    }

    /// Kills the worker that runs the batch, if there is one.
    void stop(Crew crew) {
        if (batch != null) {
            requestStop(Why.CANCELLED, batch.runningItem(), crew);
        }
    }

    /// How long the running item may go on.
    long leftNanos() {
        long timeout = call.limits.timeoutNanos();
        if (timeout == 0 || batch == null || why != null) {
            return Long.MAX_VALUE;
        }
        return timeout - batch.runningNanos();
    }

    private void requestStop(Why because, int item, Crew crew) {
        if (batch != null && why == null) {
            batch.requestStop().ifPresent(worker -> {
                stoppedItem = item;
                why = because;
                stoppedPid = worker.pid();
                crew.stop(worker);
            });
        }
    }

    /// The worker that was stopped; 0 for none.
    long stoppedPid() {
        return stoppedPid;
    }

    /// Whether the item was stopped because its call was cancelled: the worker may have begun a later item
    /// meanwhile.
    boolean cancelled(int item) {
        return why == Why.CANCELLED && item >= stoppedItem;
    }

    /// Whether the item was stopped in the place of one that ran too long and ended just then.
    boolean stoppedInstead(int item) {
        return why == Why.TIMED_OUT && item > stoppedItem;
    }

    /// Whether the item ran too long.
    boolean timedOut(int item) {
        return why == Why.TIMED_OUT && item == stoppedItem;
    }
}
