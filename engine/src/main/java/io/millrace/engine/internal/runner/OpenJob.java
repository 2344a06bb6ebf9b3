package io.millrace.engine.internal.runner;

import io.millrace.engine.internal.job.Inputs;
import io.millrace.engine.internal.job.OpenArray;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.UserCode;
import io.millrace.engine.internal.kernel.BlockKernel;
import io.millrace.engine.internal.kernel.Kernels;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.WorkCodec;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.internal.layout.ArrayHandle;
import io.millrace.engine.internal.layout.JobPayload;
import io.millrace.engine.internal.layout.JobRow;
import io.millrace.shm.internal.region.Regions;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A job prepared in one worker: its arrays are open, its kernel is chosen. Read from its row after
/// a chunk of it was claimed: the row does not change until that chunk is finished.
///
/// @param kernels compiled the kernel
/// @param inputs the arrays of an expression
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
        Inputs inputs,
        Store store,
        boolean inPlace,
        MemorySegment description,
        boolean timed) {

    static OpenJob open(PoolRegion pool, int entry, long epoch, Kernels kernels) {
        Regions memory = pool.memory();
        MemorySegment row = pool.job(entry);
        MemorySegment payload = pool.payload(entry);
        Work work =
                WorkCodec.read(JobRow.work(row), JobPayload.program(payload), () -> UserCode.read(payload, memory));
        return new OpenJob(
                epoch,
                kernels,
                kernels.compile(work),
                OpenArray.of(memory, row, 0),
                OpenArray.of(memory, row, 1),
                OpenArray.of(memory, row, 3),
                OpenArray.of(memory, row, 2),
                inputs(memory, row, payload),
                Store.ofCode(JobRow.store(row)),
                JobRow.inPlace(row),
                description(row, payload),
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
                && isDescribed(row, pool.payload(entry));
        return same
                ? new OpenJob(
                        otherEpoch, kernels, kernel, first, second, third, out, inputs, store, inPlace, description,
                        false)
                : null;
    }

    private static Inputs inputs(Regions memory, MemorySegment row, MemorySegment payload) {
        if (!WorkCodec.isEvaluation(JobRow.work(row))) {
            return Inputs.NONE;
        }
        List<OpenArray> arrays = new ArrayList<>();
        for (int which = 0; which < JobPayload.arrayCount(payload); which++) {
            arrays.add(OpenArray.of(memory, ArrayHandle.read(JobPayload.array(payload, which))));
        }
        return Inputs.of(arrays);
    }

    private static MemorySegment description(MemorySegment row, MemorySegment payload) {
        MemorySegment inRow = JobRow.description(row);
        MemorySegment expression = expression(row, payload);
        MemorySegment copy = MemorySegment.ofArray(new byte[(int) (inRow.byteSize() + expression.byteSize())]);
        copy.copyFrom(inRow);
        copy.asSlice(inRow.byteSize()).copyFrom(expression);
        return copy;
    }

    private boolean isDescribed(MemorySegment row, MemorySegment payload) {
        MemorySegment inRow = JobRow.description(row);
        MemorySegment expression = expression(row, payload);
        return description.byteSize() == inRow.byteSize() + expression.byteSize()
                && description.asSlice(0, inRow.byteSize()).mismatch(inRow) < 0
                && description.asSlice(inRow.byteSize()).mismatch(expression) < 0;
    }

    private static MemorySegment expression(MemorySegment row, MemorySegment payload) {
        return WorkCodec.isEvaluation(JobRow.work(row)) ? JobPayload.expression(payload) : MemorySegment.NULL;
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
                how,
                inputs.segments());
    }
}
