package io.millrace.engine.task;

import io.millrace.engine.job.Status;
import io.millrace.engine.job.TaskBatch;
import io.millrace.shm.WorkerException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Hands the results of one batch to the receiver of its call: those that are finished while the
/// batch is in work, and the others when it is settled. By one thread at a time.
final class Collecting {
    private final Values values;
    private final Failures failures;
    private final RowInWork row;
    private int handedOver;
    private int undone;
    private long failed;
    private boolean dropped;
    private long since;

    Collecting(Values values, Failures failures, RowInWork row) {
        this.values = values;
        this.failures = failures;
        this.row = row;
    }

    /// What became of a batch.
    ///
    /// @param ended items that have a result or a failure now
    /// @param failed those of them that have a failure
    /// @param items that are to be run anew
    /// @param dropped whether an item has neither, because it was stopped
    /// @param full whether it ended early because the room for results was full
    record Outcome(RowInWork row, int ended, long failed, Items items, boolean dropped, boolean full) {}

    /// Items whose results are no longer waited for.
    int handedOver() {
        return handedOver;
    }

    /// When it last looked for some.
    long sinceNanos() {
        return since;
    }

    /// Hands over what is finished by now.
    void collectFinished() {
        since = System.nanoTime();
        try {
            Objects.requireNonNull(row.batch).results(this::result);
        } catch (RuntimeException gone) {
            // collect() meets with it again, and tells
        }
    }

    /// Hands over the rest of a settled batch and gives its row back.
    Outcome collect() {
        TaskBatch batch = row.batch;
        return batch == null ? refused(row.refusal) : collect(batch);
    }

    private Outcome refused(@Nullable RuntimeException why) {
        for (int item = 0; item < row.items.count(); item++) {
            fail(item, Failures.unsendable(index(item), Objects.requireNonNull(why)));
        }
        return outcome(row.items.count(), false);
    }

    /// Gives the row of a settled batch back without its results.
    Outcome giveUp() {
        if (row.batch != null) {
            row.batch.release();
        }
        return outcome(handedOver, false);
    }

    private Outcome collect(TaskBatch batch) {
        if (batch.state() == TaskBatch.State.GONE) { // with the whole table
            return outcome(handedOver, false);
        }
        int done = batch.done();
        try {
            batch.results(this::result);
        } catch (RuntimeException gone) { // somebody dropped a region of it, or wrote into the file
            while (handedOver < done) {
                fail(handedOver, Failures.undecodable(index(handedOver), gone));
                handedOver++;
            }
        }
        int ended = done + switch (batch.state()) {
            case LOST -> lost(done, batch);
            case CANCELLED -> stopped(done);
            default -> 0;
        };
        boolean full = batch.state() == TaskBatch.State.DONE && done < row.items.count() && batch.isFull();
        batch.release();
        return outcome(ended, full);
    }

    private Outcome outcome(int all, boolean full) {
        int ended = all - undone;
        return new Outcome(row, ended, failed, row.items.without(ended), dropped, full);
    }

    private int lost(int item, TaskBatch batch) {
        fail(item, failures.lost(index(item), batch.attempt(), batch.victimPid()));
        return 1;
    }

    /// The item behind the finished ones was stopped, or had not begun. Its worker may have come to
    /// another one before it was killed: that one is run anew, and what must not be is alone in its
    /// batch.
    private int stopped(int item) {
        if (row.timedOut(item)) {
            fail(item, Failures.timedOut(index(item), row.call.limits.timeoutNanos(), row.doomedPid()));
            return 1;
        }
        return 0;
    }

    private long index(int item) {
        return row.items.first() + item;
    }

    private void fail(int item, WorkerException failure) {
        failed++;
        row.call.receiver.failure(index(item), failure);
    }

    private void result(int item, Status status, MemorySegment bytes) {
        if (item < handedOver) { // what came after it could not be read the last time
            return;
        }
        switch (status) {
            case NULL -> row.call.receiver.value(index(item), null);
            case VALUE -> value(item, bytes);
            case THREW -> threw(item, bytes);
            case UNENCODABLE -> thrown(item, status, bytes);
        }
        handedOver = item + 1;
    }

    /// A thread that was interrupted throws because of that.
    private void threw(int item, MemorySegment bytes) {
        if (row.timedOut(item)) {
            fail(item, Failures.timedOut(index(item), row.call.limits.timeoutNanos(), row.doomedPid()));
        } else if (row.cancelled(item)) {
            dropped = true;
        } else if (row.stoppedInstead(item)) {
            undone = 1; // the last one of its batch
        } else {
            thrown(item, Status.THREW, bytes);
        }
    }

    private void value(int item, MemorySegment bytes) {
        @Nullable Object value;
        try {
            value = values.decode(bytes);
        } catch (Throwable unreadable) { // constructors of records are code of the user's
            fail(item, Failures.undecodable(index(item), unreadable));
            return;
        }
        row.call.receiver.value(index(item), value);
    }

    private void thrown(int item, Status status, MemorySegment bytes) {
        Throwable original;
        try {
            original = (Throwable) Objects.requireNonNull(values.decode(bytes));
        } catch (Throwable unreadable) { // as above, and whatever it is, it belongs to this item
            fail(item, Failures.undecodable(index(item), unreadable));
            return;
        }
        fail(item, status == Status.THREW
                ? Failures.threw(index(item), original)
                : Failures.unencodable(index(item), original));
    }
}
