package io.millrace.engine.internal.task;

import io.millrace.engine.internal.job.ResultSink;
import io.millrace.engine.internal.job.TaskBatch;
import io.millrace.engine.internal.lambda.ItemCodec;
import io.millrace.engine.internal.layout.Status;
import io.millrace.shm.WorkerException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Hands the results of one batch to its call: finished ones while the batch runs, the others when the
/// batch is settled. Used by one thread at a time.
final class BatchCollector implements ResultSink {
    private final ItemCodec values;
    private final Failures failures;
    private final InFlightBatch row;
    private static final int UNKNOWN = -1;

    private @Nullable Outcome outcome;
    private boolean released;
    private int behind = UNKNOWN;
    private int handedOver;
    private int undone;
    private long failed;
    private boolean dropped;
    private long since;

    BatchCollector(ItemCodec values, Failures failures, InFlightBatch row) {
        this.values = values;
        this.failures = failures;
        this.row = row;
    }

    /// How a batch ended.
    ///
    /// @param ended how many items have a result or a failure now
    /// @param failed how many of these have a failure
    /// @param items what is to be run again
    /// @param dropped whether an item has neither, because it was stopped
    /// @param full whether the batch ended early because the room for results was full
    record Outcome(InFlightBatch row, int ended, long failed, EncodedItems items, boolean dropped, boolean full) {}

    /// How many items have their result handed over.
    int handedOver() {
        return handedOver;
    }

    /// When the results were last looked for.
    long sinceNanos() {
        return since;
    }

    /// Whether everything is handed over.
    boolean isOver() {
        return outcome != null;
    }

    /// Hands over the results that are finished by now.
    void collectFinished() {
        if (isOver()) {
            return;
        }
        since = System.nanoTime();
        try {
            Objects.requireNonNull(row.batch).results(this);
        } catch (RuntimeException gone) {
            // collect() meets the same exception and reports it
        }
    }

    /// Hands over the rest of a settled batch and releases its row. Called again after an error, it goes on
    /// where it was.
    Outcome collect() {
        TaskBatch batch = row.batch;
        Outcome made = outcome;
        if (made == null) {
            made = batch == null ? refused(row.refusal) : collect(batch);
            outcome = made;
        }
        release();
        return made;
    }

    /// Releases the row of a settled batch without handing its results over.
    Outcome giveUp() {
        Outcome made = outcome;
        if (made == null) {
            made = outcome(handedOver, false);
            outcome = made;
        }
        release();
        return made;
    }

    private void release() {
        if (!released) {
            row.released();
        }
        released = true;
    }

    private Outcome refused(@Nullable RuntimeException why) {
        while (handedOver < row.items.count()) {
            fail(handedOver, Failures.unsendable(index(handedOver), Objects.requireNonNull(why)));
            handedOver++;
        }
        return outcome(row.items.count(), false);
    }

    private Outcome collect(TaskBatch batch) {
        if (batch.state() == TaskBatch.State.GONE) { // with the whole table
            return outcome(handedOver, false);
        }
        int done = batch.done();
        try {
            batch.results(this);
        } catch (RuntimeException gone) { // a process dropped a region of the batch, or wrote into the file
            while (handedOver < done) {
                fail(handedOver, Failures.undecodable(index(handedOver), gone));
                handedOver++;
            }
        }
        if (behind == UNKNOWN) {
            behind = switch (batch.state()) {
                case LOST -> lost(done, batch);
                case CANCELLED -> stopped(done);
                default -> 0;
            };
        }
        boolean full = batch.state() == TaskBatch.State.DONE && done < row.items.count() && batch.isFull();
        return outcome(done + behind, full);
    }

    private Outcome outcome(int all, boolean full) {
        int ended = all - undone;
        return new Outcome(row, ended, failed, row.items.without(ended), dropped, full);
    }

    private int lost(int item, TaskBatch batch) {
        fail(item, failures.lost(index(item), batch.attempt(), batch.victimPid()));
        return 1;
    }

    /// The item behind the finished ones was stopped, or had not begun. Its worker may have begun another
    /// item before it was killed: that item runs again. An item that must not run again is alone in its batch.
    private int stopped(int item) {
        if (row.timedOut(item)) {
            fail(item, Failures.timedOut(index(item), row.call.limits.timeoutNanos(), row.stoppedPid()));
            return 1;
        }
        return 0;
    }

    private long index(int item) {
        return row.items.first() + item;
    }

    private void fail(int item, WorkerException failure) {
        row.call.failure(index(item), failure);
        failed++;
    }

    @Override
    public void values(int first, @Nullable Object[] values) {
        int known = Math.max(0, handedOver - first); // handed over before an item that could not be read
        if (known < values.length) {
            @Nullable Object[] some = known == 0 ? values : Arrays.copyOfRange(values, known, values.length);
            row.call.values(index(first + known), some);
            handedOver = first + values.length;
        }
    }

    @Override
    public void accept(int item, Status status, MemorySegment bytes) {
        if (item < handedOver) { // as above
            return;
        }
        switch (status) {
            case NULL -> row.call.value(index(item), null);
            case VALUE, TEXT -> decoded(item, status, bytes);
            case THREW -> threw(item, bytes);
            case UNENCODABLE -> thrown(item, status, bytes);
        }
        handedOver = item + 1;
    }

    /// The item threw, perhaps because its worker thread was interrupted.
    private void threw(int item, MemorySegment bytes) {
        if (row.timedOut(item)) {
            fail(item, Failures.timedOut(index(item), row.call.limits.timeoutNanos(), row.stoppedPid()));
        } else if (row.cancelled(item)) {
            dropped = true;
        } else if (row.stoppedInstead(item)) {
            undone = 1; // the last one of its batch
        } else {
            thrown(item, Status.THREW, bytes);
        }
    }

    private void decoded(int item, Status status, MemorySegment bytes) {
        @Nullable Object value;
        try {
            value = status == Status.TEXT ? ItemCodec.text(bytes) : values.decode(bytes);
        } catch (Throwable unreadable) { // constructors of records are code of the user's
            fail(item, Failures.undecodable(index(item), unreadable));
            return;
        }
        row.call.value(index(item), value);
    }

    private void thrown(int item, Status status, MemorySegment bytes) {
        Throwable original;
        try {
            original = (Throwable) Objects.requireNonNull(values.decode(bytes));
        } catch (Throwable unreadable) { // as above: whatever it is, it is the failure of this item
            fail(item, Failures.undecodable(index(item), unreadable));
            return;
        }
        fail(item, status == Status.THREW
                ? Failures.threw(index(item), original)
                : Failures.unencodable(index(item), original));
    }
}
