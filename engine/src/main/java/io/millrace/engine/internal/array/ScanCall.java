package io.millrace.engine.internal.array;

import io.millrace.engine.internal.crew.Crew;
import io.millrace.engine.internal.job.ScanStarts;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A scan over several chunks: two jobs, one after the other.
///
/// ```text
///   totals: reduce, the node of each chunk ──▶ what lies before each chunk ──▶ writes: scan of the same chunks
/// ```
///
/// Both are jobs like others: a chunk whose worker dies is done again, in the second too, since the output is
/// no input.
final class ScanCall implements ArrayWork<Void> {
    private final Crew crew;
    private final Submissions submissions;
    private final ArrayCall<ScanStarts> totals;
    private final Function<ScanStarts, ArrayCall<Void>> second;
    private @Nullable ArrayCall<Void> writes;
    private boolean abortRequested;

    ScanCall(
            Crew crew,
            Submissions submissions,
            ArrayCall<ScanStarts> totals,
            Function<ScanStarts, ArrayCall<Void>> second) {
        this.crew = crew;
        this.submissions = submissions;
        this.totals = totals;
        this.second = second;
    }

    /// Half of the work is the first job.
    @Override
    public double progress() {
        ArrayCall<Void> last = writes();
        return last == null ? totals.progress() / 2 : (1 + last.progress()) / 2;
    }

    private synchronized @Nullable ArrayCall<Void> writes() {
        return writes;
    }

    @Override
    public synchronized boolean abort() {
        abortRequested = true;
        if (writes != null) {
            writes.abort();
            return false;
        }
        return totals.abort();
    }

    @Override
    public Void run() {
        crew.workersNeeded();
        submissions.begin(this);
        try {
            return compute();
        } finally {
            submissions.end(this);
        }
    }

    @Override
    public void start(CompletableFuture<Void> job) {
        crew.workersNeeded();
        submissions.start(this, job);
    }

    @Override
    public Void compute() {
        return begin(second.apply(totals.compute())).compute();
    }

    private synchronized ArrayCall<Void> begin(ArrayCall<Void> last) {
        writes = last;
        if (abortRequested) {
            last.abort();
        }
        return last;
    }
}
