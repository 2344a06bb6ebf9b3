package io.millrace.engine.task;

import io.millrace.engine.job.TaskBatch;
import io.millrace.engine.job.TaskBatch.State;
import io.millrace.engine.pool.Crew;
import org.jspecify.annotations.Nullable;

/// A batch that lies in a row of the file, or was refused by it. Belongs to who holds the
/// scheduler's lock, and to the collecting thread alone once it was taken out of [Rows].
final class RowInWork {
    private static final long STORY_NANOS = 2_000_000_000L;
    private static final int NOBODY = -1;

    /// The results of a batch in work are looked for no more often than this.
    private static final long RESULT_NANOS = 1_000_000;

    final TaskCall call;
    final Items items;
    final @Nullable TaskBatch batch;
    final @Nullable RuntimeException refusal;
    private final long submittedAt = System.nanoTime();

    private @Nullable Collecting collecting;

    private int doomedItem = NOBODY;
    private @Nullable Why why;
    private long doomedPid;
    private long lostAt;

    /// Why its worker was condemned.
    private enum Why {
        TIMED_OUT,
        CANCELLED
    }

    /// @param batch null when it was refused
    /// @param refusal why; null when it was not
    RowInWork(TaskCall call, Items items, @Nullable TaskBatch batch, @Nullable RuntimeException refusal) {
        this.call = call;
        this.items = items;
        this.batch = batch;
        this.refusal = refusal;
    }

    /// Whether there is nothing to wait for any more; the story of a death is waited for.
    boolean isSettled(Failures failures) {
        if (batch == null) {
            return true;
        }
        return batch.isSettled()
                && !(batch.state() == State.LOST && failures.isUntold(batch.victimPid()) && awaitsStory());
    }

    private boolean awaitsStory() {
        long now = System.nanoTime();
        if (lostAt == 0) {
            lostAt = now;
        }
        return now - lostAt < STORY_NANOS;
    }

    /// How its results are handed over. Of the collecting thread, in the row or not.
    Collecting collecting(Values values, Failures failures) {
        if (collecting == null) {
            collecting = new Collecting(values, failures, this);
        }
        return collecting;
    }

    /// Whether results have been waiting for a while.
    boolean hasOldResults() {
        int taken = collecting == null ? 0 : collecting.handedOver();
        long since = collecting == null ? submittedAt : collecting.sinceNanos();
        return batch != null && batch.done() > taken && System.nanoTime() - since > RESULT_NANOS;
    }

    long ageNanos() {
        return System.nanoTime() - submittedAt;
    }

    /// Whether no worker had begun; then none will.
    boolean takeBack() {
        return batch == null || batch.isSettled() || batch.cancel();
    }

    /// Has the worker killed that runs an item for too long.
    void stopOverdue(Crew crew) {
        if (batch != null) {
            int item = batch.runningItem(); // before its time is read: what began since is younger
            if (leftNanos() <= 0) {
                doom(Why.TIMED_OUT, item, crew);
            }
        }
    }

    /// Has the worker killed that runs it, if one does.
    void stop(Crew crew) {
        if (batch != null) {
            doom(Why.CANCELLED, batch.runningItem(), crew);
        }
    }

    /// How long the item that runs may go on.
    long leftNanos() {
        long timeout = call.limits.timeoutNanos();
        if (timeout == 0 || batch == null || why != null) {
            return Long.MAX_VALUE;
        }
        return timeout - batch.runningNanos();
    }

    private void doom(Why because, int item, Crew crew) {
        if (batch != null && why == null) {
            batch.doom().ifPresent(worker -> {
                doomedItem = item;
                why = because;
                doomedPid = worker.pid();
                crew.stop(worker);
            });
        }
    }

    /// The worker that was condemned; 0 for none.
    long doomedPid() {
        return doomedPid;
    }

    /// Whether this is an item that was stopped because its call was cancelled: the worker may have
    /// come to the next one meanwhile.
    boolean cancelled(int item) {
        return why == Why.CANCELLED && item >= doomedItem;
    }

    /// Whether this one was stopped in the place of one that ran too long: it had ended just then.
    boolean stoppedInstead(int item) {
        return why == Why.TIMED_OUT && item > doomedItem;
    }

    /// Whether this is the item that ran too long.
    boolean timedOut(int item) {
        return why == Why.TIMED_OUT && item == doomedItem;
    }
}
