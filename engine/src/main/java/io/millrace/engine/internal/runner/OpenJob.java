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
import org.jspecify.annotations.Nullable;

/// A job prepared in one worker: its arrays are open, its kernel is chosen. Read from its row after
/// a chunk of it was claimed: the row does not change until that chunk is finished.
///
/// @param kernels compiled the kernel
/// @param timed whether its chunks are timed, because it runs functions of the user of unknown cost
record OpenJob(
        long epoch,
        Kernels kernels,
        BlockKernel kernel,
        OpenArray first,
        OpenArray second,
        OpenArray out,
        Store store,
        boolean inPlace,
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
                OpenArray.of(memory, row, 2),
                Store.ofCode(JobRow.store(row)),
                JobRow.inPlace(row),
                !work.userFunctions().isEmpty());
    }

    /// The operands of `length` elements from `element` on.
    Operands operands(long element, long length) {
        return new Operands(
                first.from(element, length), second.from(element, length), out.from(element, length), store);
    }

    /// The same operands with the start of `scratch` as output.
    Operands operandsInto(MemorySegment scratch, long element, long length) {
        return new Operands(first.from(element, length), second.from(element, length), scratch, Store.CACHED);
    }
}
