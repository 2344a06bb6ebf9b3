package io.millrace.engine.internal.runner;

import io.millrace.engine.internal.job.OpenArray;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.UserCode;
import io.millrace.engine.internal.kernel.BlockKernel;
import io.millrace.engine.internal.kernel.Kernels;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.WorkCodec;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.internal.layout.JobRow;
import io.millrace.shm.ElementType;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.Regions;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// A job prepared in one worker: its arrays are open, its kernel is chosen. Read from its row after
/// a chunk of it was claimed: the row does not change until that chunk is finished.
///
/// @param kernels compiled the kernel
/// @param description work and handles, as the row has them
/// @param timed whether its chunks are timed, because it runs functions of the user of unknown cost
record OpenJob(
        long epoch,
        Kernels kernels,
        BlockKernel kernel,
        OpenArray first,
        OpenArray second,
        OpenArray third,
        OpenArray out,
        Store store,
        boolean inPlace,
        MemorySegment description,
        boolean timed) {

    static OpenJob open(PoolRegion pool, int entry, long epoch, Kernels kernels) {
        Regions memory = pool.memory();
        MemorySegment row = pool.job(entry);
        Work work = WorkCodec.read(JobRow.work(row), () -> UserCode.read(pool.payload(entry), memory));
        return new OpenJob(
                epoch,
                kernels,
                kernels.compile(work),
                OpenArray.of(memory, row, 0),
                OpenArray.of(memory, row, 1),
                OpenArray.of(memory, row, 3),
                OpenArray.of(memory, row, 2),
                Store.ofCode(JobRow.store(row)),
                JobRow.inPlace(row),
                MemorySegment.ofArray(JobRow.description(row).toArray(ValueLayout.JAVA_BYTE)),
                !work.userFunctions().isEmpty());
    }

    /// The job of another epoch, if it is the same operation over the same arrays: then nothing is
    /// prepared again. The handles name the generations of the regions, and a running job keeps its
    /// regions from being dropped, so they are still open here.
    ///
    /// @return null when it is another operation, or has functions of the user
    @Nullable OpenJob again(PoolRegion pool, int entry, long otherEpoch) {
        MemorySegment row = pool.job(entry);
        boolean same = !timed
                && store == Store.ofCode(JobRow.store(row))
                && inPlace == JobRow.inPlace(row)
                && description.mismatch(JobRow.description(row)) < 0;
        return same
                ? new OpenJob(
                        otherEpoch, kernels, kernel, first, second, third, out, store, inPlace, description, false)
                : null;
    }

    /// The operands of `length` elements from `element` on.
    Operands operands(long element, long length) {
        return operands(element, length, out.from(element, length), store);
    }

    /// The same operands with the start of `scratch` as output.
    Operands operandsInto(MemorySegment scratch, long element, long length) {
        return operands(element, length, scratch, Store.CACHED);
    }

    private Operands operands(long element, long length, MemorySegment output, Store how) {
        return new Operands(
                first.from(element, length),
                second.from(element, length),
                third.from(element, length),
                output,
                how);
    }
}
