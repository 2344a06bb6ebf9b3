package io.millrace.engine.internal.array;

import io.millrace.engine.internal.job.JobSpec;
import io.millrace.engine.internal.job.OpenArray;
import io.millrace.engine.internal.kernel.BlockKernel;
import io.millrace.engine.internal.kernel.Kernels;
import io.millrace.engine.internal.kernel.RangeFold;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.pool.SubmitterSlots;
import io.millrace.shm.internal.region.Region;
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

    private static final int KEPT = 16;

    private final SubmitterSlots submitters;

    /// Kernels of the latest works, by hash. Threads race for a place without order: who loses compiles again.
    private final @Nullable Compiled[] kept = new Compiled[KEPT];

    private record Compiled(Work work, Kernels by, BlockKernel kernel) {}

    SmallJobs(SubmitterSlots submitters) {
        this.submitters = submitters;
    }

    /// Whether a job is one for the calling thread.
    static boolean take(JobSpec spec) {
        long most = spec.work().isExpensive() ? MAX_EXPENSIVE_BLOCKS : MAX_BLOCKS;
        return spec.length() <= most * Block.LENGTH && spec.code().isEmpty() && !spec.inPlace();
    }

    /// Computes a job that writes.
    @SuppressWarnings("NullAway") // null is the only Void
    Supplier<Void> writing(JobSpec spec) {
        return () -> {
            write(spec);
            return null;
        };
    }

    private void write(JobSpec spec) {
        BlockKernel kernel = kernel(spec.work());
        long length = spec.length();
        try (Arrays arrays = new Arrays(spec)) {
            arrays.out.expectWrites(0, length);
            Operands operands = arrays.operands(0, length);
            if (kernel instanceof BlockKernel.Scanning scan) {
                scan.runWhole(operands, length);
            } else {
                ((BlockKernel.Elementwise) kernel).run(operands, 0, length);
            }
        }
    }

    /// The root of a job that reduces.
    long[] root(JobSpec spec) {
        BlockKernel.Folding kernel = (BlockKernel.Folding) kernel(spec.work());
        try (Arrays arrays = new Arrays(spec)) {
            return RangeFold.whole(kernel, arrays::operands, spec.length());
        }
    }

    private BlockKernel kernel(Work work) {
        int place = work.sameHash() & (KEPT - 1);
        Compiled known = kept[place];
        Kernels now = submitters.kernels();
        if (known == null || known.by != now || !known.work.isSameAs(work)) {
            known = new Compiled(work, now, now.compile(work));
            kept[place] = known;
        }
        return known.kernel;
    }

    /// The arrays of a job, whose regions this process uses until they are closed.
    private static final class Arrays implements AutoCloseable {
        final OpenArray out;
        private final OpenArray first;
        private final OpenArray second;
        private final OpenArray third;
        private final Store store;
        private int begun;

        Arrays(JobSpec spec) {
            first = OpenArray.of(spec.first());
            second = OpenArray.of(spec.second());
            third = OpenArray.of(spec.third());
            out = OpenArray.of(spec.out());
            store = spec.store();
            try {
                begin(first);
                begin(second);
                begin(third);
                begin(out);
            } catch (RuntimeException | Error gone) {
                close();
                throw gone;
            }
        }

        private void begin(OpenArray array) {
            Region region = array.region();
            if (region != null) {
                region.beginUse();
            }
            begun++;
        }

        Operands operands(long element, long n) {
            return new Operands(
                    first.from(element, n),
                    second.from(element, n),
                    third.from(element, n),
                    out.from(element, n),
                    store);
        }

        @Override
        public void close() {
            end(first, 1);
            end(second, 2);
            end(third, 3);
            end(out, 4);
        }

        /// @param place of the array among those that were begun
        private void end(OpenArray array, int place) {
            Region region = array.region();
            if (region != null && place <= begun) {
                region.endUse();
            }
        }
    }
}
