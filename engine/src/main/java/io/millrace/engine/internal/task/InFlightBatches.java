package io.millrace.engine.internal.task;

import io.millrace.engine.internal.crew.Crew;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.TaskBatch;
import io.millrace.engine.internal.job.TaskTable;
import io.millrace.engine.internal.layout.TaskSpec;
import java.util.ArrayList;
import java.util.List;

/// The batches of this submitter that lie in rows of the file, and the calls with items that wait for a row,
/// in turn. Guarded by the scheduler's lock.
final class InFlightBatches {
    /// One batch runs; the others are there so that the worker need not wait for the submitter.
    private static final int BATCHES_PER_WORKER = 3;

    private static final long NO_DEADLINE_NANOS = Long.MAX_VALUE;

    private final TaskTable table;
    private final Crew crew;
    private final PoolRegion pool;
    private final ArrayList<InFlightBatch> inWork = new ArrayList<>();
    private final CallChain ring = new CallChain();
    private volatile boolean hasWork;

    InFlightBatches(PoolRegion pool, Crew crew) {
        this.pool = pool;
        this.table = new TaskTable(pool);
        this.crew = crew;
    }

    /// Whether batches lie in rows or wait for one; read by any thread.
    boolean hasWork() {
        return hasWork;
    }

    /// Queues a call that has items for a row.
    void queue(TaskCall call) {
        if (call.hasWaiting()) {
            ring.add(call.queued);
            hasWork = true;
        }
    }

    /// Fills free rows, one batch of each call in turn.
    void fill() {
        TaskCall call = ring.peek();
        while (call != null && inWork.size() < most()) { // without a call, the tables are not touched: they may be gone
            if (call.hasWaiting() && !submit(call)) {
                break; // the call stays the next one
            }
            ring.poll();
            queue(call);
            call = ring.peek();
        }
        hasWork = !inWork.isEmpty() || !ring.isEmpty();
    }

    private int workers() {
        return Math.max(1, pool.workers());
    }

    private int most() {
        return Math.clamp((long) BATCHES_PER_WORKER * workers(), 1, pool.taskRows());
    }

    /// Allocates everything before the batch is in the file, and takes the items only then.
    ///
    /// @return false when there is no room
    private boolean submit(TaskCall call) {
        TaskCall.Cut cut = call.cut(table.argumentBytes() - call.function.length, workers());
        EncodedItems items = cut.batch();
        TaskSpec spec = new TaskSpec(
                call.function, items.forBatch(), call.limits.maxAttempts(), call.chunking.sliceNanos());
        InFlightBatch row = new InFlightBatch(call, items);
        inWork.ensureCapacity(inWork.size() + 1);
        try {
            row.batch = table.trySubmit(spec);
        } catch (RuntimeException noSpace) { // there may be space when another batch has ended
            row.refusal = noSpace;
        }
        if (row.batch == null && (row.refusal == null || !inWork.isEmpty())) {
            return false;
        }
        call.take(cut);
        call.inWork++;
        inWork.add(row);
        return true;
    }

    /// The batches that have ended. They stay until [#remove] is called.
    List<InFlightBatch> settled(Failures failures) {
        List<InFlightBatch> settled = List.of();
        for (InFlightBatch row : inWork) {
            if (row.isSettled(failures)) {
                settled = with(settled, row);
            }
        }
        return settled;
    }

    /// @param rows is changed, but for an empty one
    private static List<InFlightBatch> with(List<InFlightBatch> rows, InFlightBatch row) {
        List<InFlightBatch> made = rows.isEmpty() ? new ArrayList<>() : rows;
        made.add(row);
        return made;
    }

    /// @return whether the batch was in
    boolean remove(InFlightBatch row) {
        return inWork.remove(row);
    }

    /// Running batches whose finished results have waited: a slow item must not hold up results.
    List<InFlightBatch> withResults() {
        List<InFlightBatch> some = List.of();
        for (InFlightBatch row : inWork) {
            if (row.hasOldResults()) {
                some = with(some, row);
            }
        }
        return some;
    }

    /// Cancels batches of stopped calls, and stops workers whose item runs too long.
    void attend() {
        for (InFlightBatch row : inWork) {
            TaskCall.Stop stop = row.call.stopped();
            if (stop == TaskCall.Stop.KILL) {
                if (!row.takeBack()) {
                    row.stop(crew);
                }
            } else if (stop == TaskCall.Stop.DROP) {
                row.takeBack();
            } else {
                row.stopOverdue(crew);
            }
        }
    }

    /// After how long [#attend] is to be called again, if nothing happens.
    long nextLookNanos() {
        long next = NO_DEADLINE_NANOS;
        for (InFlightBatch row : inWork) {
            next = Math.min(next, row.leftNanos());
        }
        return Math.max(0, next);
    }

    /// Forgets all batches, because no worker is left to run them.
    List<InFlightBatch> forget() {
        List<InFlightBatch> forgotten = List.copyOf(inWork);
        inWork.clear();
        while (!ring.isEmpty()) {
            ring.poll();
        }
        return forgotten;
    }
}
