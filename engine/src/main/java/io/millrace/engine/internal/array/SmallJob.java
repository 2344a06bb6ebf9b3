package io.millrace.engine.internal.array;

import io.millrace.engine.internal.job.JobSpec;
import io.millrace.engine.internal.kernel.BlockKernel;
import io.millrace.engine.internal.kernel.RangeFold;
import io.millrace.engine.internal.kernel.loops.Operands;
import org.jspecify.annotations.Nullable;

/// One small job, prepared: its arrays are open. Runs of it, by any threads, allocate nothing if its kernel
/// does not.
final class SmallJob {
    private static final int MOST_NODE_WORDS = 5;

    private static final long[] NOTHING = {};

    private static final ThreadLocal<long[]> NODE = ThreadLocal.withInitial(() -> new long[MOST_NODE_WORDS]);

    private final SmallJobs jobs;
    private final JobSpec spec;
    private final HomeArrays arrays;
    private final Operands whole;

    /// Threads race for it without order: who loses looks for it again.
    private SmallJobs.@Nullable Compiled latest;

    SmallJob(SmallJobs jobs, JobSpec spec) {
        this.jobs = jobs;
        this.spec = spec;
        arrays = new HomeArrays(spec);
        whole = arrays.operands(0, spec.length());
    }

    private BlockKernel kernel() {
        SmallJobs.Compiled now = jobs.compiled(spec.work(), latest);
        latest = now;
        return now.kernel();
    }

    /// Computes a job that writes.
    ///
    /// @return nothing
    long[] write() {
        BlockKernel kernel = kernel();
        long length = spec.length();
        arrays.begin();
        try {
            arrays.expectWrites(length);
            if (kernel instanceof BlockKernel.Scanning scan) {
                scan.runWhole(whole, length);
            } else {
                ((BlockKernel.Elementwise) kernel).run(whole, 0, length);
            }
            return NOTHING;
        } finally {
            arrays.end();
        }
    }

    /// The root of a job that reduces: valid until the calling thread computes another one.
    long[] root() {
        BlockKernel.Folding kernel = (BlockKernel.Folding) kernel();
        long length = spec.length();
        arrays.begin();
        try {
            long[] node = NODE.get();
            return RangeFold.whole(kernel, whole, length, node)
                    ? node
                    : RangeFold.whole(kernel, arrays::operands, length);
        } finally {
            arrays.end();
        }
    }
}
