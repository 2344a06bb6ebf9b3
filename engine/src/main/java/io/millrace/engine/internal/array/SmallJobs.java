package io.millrace.engine.internal.array;

import io.millrace.engine.internal.job.JobSpec;
import io.millrace.engine.internal.kernel.BlockKernel;
import io.millrace.engine.internal.kernel.Kernels;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.pool.SubmitterSlots;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Computes small jobs of built-in operations in the calling thread: to hand them over to workers takes as long as to
/// compute them.
///
/// Such a job has no row in the job table and claims no chunk, so there is nothing to recover: an output that is no
/// input holds unspecified elements when its submitter dies, as that of a large job does. A job in place has a redo
/// record and takes the usual way. The result has the bits of the usual way, since the kernels and the tree are the
/// same.
///
/// No word of the file pins the arrays meanwhile. The job counts its use of each region in the heap: this process
/// refuses to drop such a region, and closes it only afterwards if another process drops it. Other processes cannot
/// tell the job from one that ended before the drop.
final class SmallJobs {
    /// The longest job: 262,144 elements, 40 to 80 us of work, about what the wake of a worker costs.
    private static final long MAX_BLOCKS = 64;

    /// The longest job of an operation of some 10 ns an element.
    private static final long MAX_EXPENSIVE_BLOCKS = 1;

    /// How much longer a job may be for which workers may or may not be worth their wake: [RunPlace].
    private static final long MEDIUM = 5;

    /// `true`: workers take part in jobs of medium size too, always.
    private static final String ALWAYS_SHARED = "millrace.alwaysShared";

    private static final int KEPT = 16;

    private final SubmitterSlots submitters;

    /// Kernels of the latest works, by hash. Threads race for a place without order: who loses compiles again.
    private final @Nullable Compiled[] kept = new Compiled[KEPT];

    /// A kernel, and what it was made of.
    record Compiled(Work work, Kernels by, BlockKernel kernel) {}

    SmallJobs(SubmitterSlots submitters) {
        this.submitters = submitters;
    }

    /// Whether a job is one for the calling thread.
    static boolean take(JobSpec spec) {
        return isAtMost(spec, 1);
    }

    /// Whether a job that runs again and again may be one for the calling thread, although [#take] says no.
    static boolean mayTake(JobSpec spec) {
        return isAtMost(spec, MEDIUM) && !Boolean.getBoolean(ALWAYS_SHARED);
    }

    private static boolean isAtMost(JobSpec spec, long times) {
        long most = spec.work().isExpensive() ? MAX_EXPENSIVE_BLOCKS : MAX_BLOCKS;
        return spec.length() <= times * most * Block.LENGTH && spec.code().isEmpty() && !spec.inPlace();
    }

    /// Prepares a job, which opens its arrays.
    SmallJob prepare(JobSpec spec) {
        return new SmallJob(this, spec);
    }

    /// Computes a job that writes.
    @SuppressWarnings("NullAway") // null is the only Void
    Supplier<Void> writing(JobSpec spec) {
        return () -> {
            prepare(spec).write();
            return null;
        };
    }

    /// The kernel of a work, by the kernels that this process computes with now.
    ///
    /// @param latest that of the same work before; null at first
    Compiled compiled(Work work, @Nullable Compiled latest) {
        Kernels now = submitters.kernels();
        if (latest != null && latest.by == now) {
            return latest;
        }
        int place = work.sameHash() & (KEPT - 1);
        Compiled known = kept[place];
        if (known == null || known.by != now || !known.work.isSameAs(work)) {
            known = new Compiled(work, now, now.compile(work));
            kept[place] = known;
        }
        return known;
    }
}
