package io.millrace.engine.internal.array;

import io.millrace.engine.expression.PreparedDouble;
import io.millrace.engine.expression.PreparedLong;
import io.millrace.engine.expression.PreparedWrite;
import io.millrace.engine.internal.job.JobSpec;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.kernel.NodeValue;
import io.millrace.engine.internal.pool.CallerFrames;
import io.millrace.engine.kernel.Reduction;
import org.jspecify.annotations.Nullable;

/// A job that was checked and described once and is run again and again, by any threads. A small one is
/// computed by the thread that runs it; each run of a large one is an [ArrayCall]; one in between runs where it
/// takes less time.
///
/// @param atHome null for a large job
/// @param place null for a job that is not in between
/// @param calls makes the call of a run of such a job
/// @param gate refuses threads that may not submit
record PreparedJob(
        PoolRegion pool,
        Submissions submissions,
        JobSpec spec,
        @Nullable SmallJob atHome,
        @Nullable RunPlace place,
        Calls calls,
        Runnable gate) {

    /// Makes calls; those of a job that writes give a root that nobody reads.
    @FunctionalInterface
    interface Calls {
        ArrayCall<long[]> call();
    }

    /// The root of a run; valid until the calling thread runs another job.
    long[] run() {
        gate.run();
        SmallJob whole = atHome;
        if (place == null) {
            return whole == null ? calls.call().run() : runAtHome(whole);
        }
        long begun = System.nanoTime();
        long[] root = whole != null && place.isAtHome() ? runAtHome(whole) : calls.call().run();
        place.took(System.nanoTime() - begun);
        return root;
    }

    private long[] runAtHome(SmallJob whole) {
        submissions.beginAtHome();
        try {
            requireWanted();
            return spec.out() == null ? whole.root() : whole.write();
        } catch (IllegalStateException unmapped) {
            throw pool.isGone() ? pool.tablesGone() : unmapped;
        } finally {
            submissions.endAtHome();
        }
    }

    private void requireWanted() {
        if (Thread.currentThread().isInterrupted()) {
            throw ArrayCall.cancelled(true, spec);
        }
        if (pool.isAbandoned()) {
            throw CallerFrames.of(pool.ownerDied());
        }
    }

    /// A run gives a `double`.
    record OfDouble(PreparedJob job, Reduction how) implements PreparedDouble {
        @Override
        public double run() {
            return NodeValue.ofDouble(how, job.run());
        }
    }

    /// A run gives a `long`.
    record OfLong(PreparedJob job, Reduction how) implements PreparedLong {
        @Override
        public long run() {
            return NodeValue.ofLong(how, job.run());
        }
    }

    /// A run writes.
    record OfWrite(PreparedJob job) implements PreparedWrite {
        @Override
        public void run() {
            job.run();
        }
    }
}
