package io.millrace.engine.internal.array;

import io.millrace.engine.internal.job.JobSpec;
import io.millrace.engine.internal.kernel.BlockKernel;
import io.millrace.engine.internal.kernel.RangeFold;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.pool.SubmitterSlots;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.shm.internal.region.Region;
import java.lang.foreign.MemorySegment;
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
/// Nothing pins the arrays meanwhile. An array that is dropped while the job runs stays mapped until this process has
/// closed it; a job that finds it closed throws what an access to its elements throws.
final class SmallJobs {
    /// The longest job: about 20 us of work at the speed of the second-level cache.
    private static final long MAX_BLOCKS = 16;

    /// The longest job of an operation of some 10 ns an element.
    private static final long MAX_EXPENSIVE_BLOCKS = 1;

    private static final int KEPT = 16;

    private final SubmitterSlots submitters;

    /// Kernels of the latest works, by hash. Threads race for a place without order: who loses compiles again.
    private final @Nullable Compiled[] kept = new Compiled[KEPT];

    private record Compiled(Work work, BlockKernel kernel) {}

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
        BlockKernel.Elementwise kernel = (BlockKernel.Elementwise) kernel(spec.work());
        NumericArray out = spec.out();
        if (out == null) {
            throw new IllegalArgumentException("nothing to write to: work=%s".formatted(spec.work()));
        }
        long length = spec.length();
        try {
            DataAccess.regionOf(out).expectWrites(out.start() * out.elementType().byteSize(), out.byteSize());
            kernel.run(operands(spec, 0, length), 0, length);
        } catch (IllegalStateException closed) {
            throw gone(spec, closed);
        }
    }

    /// The root of a job that reduces.
    long[] root(JobSpec spec) {
        BlockKernel.Folding kernel = (BlockKernel.Folding) kernel(spec.work());
        try {
            return RangeFold.whole(kernel, (element, n) -> operands(spec, element, n), spec.length());
        } catch (IllegalStateException closed) {
            throw gone(spec, closed);
        }
    }

    private BlockKernel kernel(Work work) {
        int place = work.hashCode() & (KEPT - 1);
        Compiled known = kept[place];
        if (known == null || !known.work.equals(work)) {
            known = new Compiled(work, submitters.kernels().compile(work));
            kept[place] = known;
        }
        return known.kernel;
    }

    private static Operands operands(JobSpec spec, long element, long n) {
        return new Operands(
                part(spec.first(), element, n),
                part(spec.second(), element, n),
                part(spec.out(), element, n),
                spec.store());
    }

    private static MemorySegment part(@Nullable NumericArray array, long element, long n) {
        if (array == null) {
            return MemorySegment.NULL;
        }
        int size = array.elementType().byteSize();
        return DataAccess.regionOf(array).segment().asSlice((array.start() + element) * size, n * size);
    }

    /// What an access to the elements of a closed array throws.
    private static RuntimeException gone(JobSpec spec, IllegalStateException cause) {
        NumericArray[] arrays = {spec.first(), spec.second(), spec.out()};
        for (NumericArray array : arrays) {
            Region region = array == null ? null : DataAccess.regionOf(array);
            if (region != null && !region.segment().scope().isAlive()) {
                return region.gone(cause);
            }
        }
        return cause;
    }
}
