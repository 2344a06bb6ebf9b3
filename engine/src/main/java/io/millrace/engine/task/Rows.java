package io.millrace.engine.task;

import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.job.TaskBatch;
import io.millrace.engine.job.TaskSpec;
import io.millrace.engine.job.TaskTable;
import io.millrace.engine.pool.Crew;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/// The rows of the file that hold batches of this submitter, and the calls that have items waiting
/// for a row, in turn. Belongs to who holds the scheduler's lock.
final class Rows {
    /// So many batches a worker: one in work, the others so that it need not wait for the submitter.
    private static final int BATCHES_PER_WORKER = 3;

    private static final long NO_HURRY = Long.MAX_VALUE;

    private final TaskTable table;
    private final Crew crew;
    private final PoolRegion pool;
    private final List<RowInWork> inWork = new ArrayList<>();
    private final Deque<TaskCall> ring = new ArrayDeque<>();
    private volatile boolean hasWork;

    Rows(PoolRegion pool, Crew crew) {
        this.pool = pool;
        this.table = new TaskTable(pool);
        this.crew = crew;
    }

    /// Whether batches are in rows or wait for one; read by anybody.
    boolean hasWork() {
        return hasWork;
    }

    /// The call has items for a row.
    void queue(TaskCall call) {
        if (!call.queued && call.hasWaiting()) {
            call.queued = true;
            ring.add(call);
        }
    }

    /// Fills rows while there are any, one batch of each call in turn.
    void fill() {
        while (!ring.isEmpty() && inWork.size() < most()) { // without any, the tables are left alone: they may be gone
            TaskCall call = ring.remove();
            call.queued = false;
            if (call.hasWaiting() && !submit(call)) {
                break;
            }
            queue(call);
        }
        hasWork = !inWork.isEmpty() || !ring.isEmpty();
    }

    private int workers() {
        return Math.max(1, pool.workers());
    }

    private int most() {
        return Math.clamp((long) BATCHES_PER_WORKER * workers(), 1, pool.shape().tasks());
    }

    /// @return false when there is no room; then the call is the next again
    private boolean submit(TaskCall call) {
        Items items = call.cut(table.argumentBytes() - call.function.length, workers());
        TaskSpec spec = new TaskSpec(call.function, items.copy(), items.count(), call.limits.maxAttempts());
        TaskBatch batch = null;
        RuntimeException refusal = null;
        try {
            batch = table.trySubmit(spec);
        } catch (RuntimeException noSpace) { // there may be some when another batch has ended
            refusal = noSpace;
        }
        if (batch == null && (refusal == null || !inWork.isEmpty())) {
            call.putBack(items);
            call.queued = true;
            ring.addFirst(call);
            return false;
        }
        call.inWork++;
        inWork.add(new RowInWork(call, items, batch, refusal));
        return true;
    }

    /// Takes out what has ended.
    List<RowInWork> takeSettled(Failures failures) {
        List<RowInWork> settled = List.of();
        for (Iterator<RowInWork> rows = inWork.iterator(); rows.hasNext(); ) {
            RowInWork row = rows.next();
            if (row.isSettled(failures)) {
                rows.remove();
                settled = settled.isEmpty() ? new ArrayList<>() : settled;
                settled.add(row);
            }
        }
        return settled;
    }

    /// Those in work that have results of some age: a slow item is not to hold up what is finished.
    List<RowInWork> withResults() {
        return inWork.stream().filter(RowInWork::hasOldResults).toList();
    }

    /// Takes back what belongs to stopped calls, and has killed what runs too long.
    void attend() {
        for (RowInWork row : inWork) {
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
        long next = NO_HURRY;
        for (RowInWork row : inWork) {
            next = Math.min(next, row.leftNanos());
        }
        return Math.max(0, next);
    }

    /// Nobody is left to run the rows: they are no longer of interest.
    List<RowInWork> forget() {
        List<RowInWork> forgotten = List.copyOf(inWork);
        inWork.clear();
        ring.forEach(call -> call.queued = false);
        ring.clear();
        return forgotten;
    }
}
