package io.millrace.engine.job;

import io.millrace.engine.kernel.BlockKernel;
import io.millrace.engine.kernel.Kernels;
import io.millrace.engine.kernel.Operands;
import io.millrace.engine.kernel.Store;
import io.millrace.engine.kernel.Work;
import io.millrace.engine.kernel.WorkCodec;
import io.millrace.shm.ElementType;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.Regions;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A job made ready in one worker: its arrays opened, its kernel chosen. Read from the entry after
/// a chunk of it was claimed: from then on the entry stays as it is until that chunk is finished.
///
/// @param timed whether its chunks are timed: it runs code of the user's, of unknown cost
record OpenJob(
        long epoch,
        BlockKernel kernel,
        Operand first,
        Operand second,
        Operand out,
        Store store,
        boolean inPlace,
        boolean timed) {

    /// One array or slice of the job; of an absent one the segment is NULL and the element size 0.
    ///
    /// @param start of `segment` in its region, in bytes
    record Operand(@Nullable Region region, long start, MemorySegment segment, int elementSize) {
        private static final Operand ABSENT = new Operand(null, 0, MemorySegment.NULL, 0);

        MemorySegment from(long element, long length) {
            return elementSize == 0 ? segment : segment.asSlice(element * elementSize, length * elementSize);
        }

        /// Before `length` elements from `element` on are written.
        void expectWrites(long element, long length) {
            if (region != null) {
                region.expectWrites(start + element * elementSize, length * elementSize);
            }
        }
    }

    static OpenJob open(PoolRegion pool, int entry, long epoch, Kernels kernels) {
        Regions memory = pool.memory();
        MemorySegment row = pool.job(entry);
        List<Object> functions = UserCode.decode(Annex.functions(pool.annex(entry)), memory);
        Work work = WorkCodec.read(JobEntry.work(row), functions);
        return new OpenJob(
                epoch,
                kernels.compile(work),
                operand(memory, Handle.read(JobEntry.handle(row, 0))),
                operand(memory, Handle.read(JobEntry.handle(row, 1))),
                operand(memory, Handle.read(JobEntry.handle(row, 2))),
                Store.values()[JobEntry.store(row)],
                JobEntry.inPlace(row),
                !functions.isEmpty());
    }

    static Operand operand(Regions memory, @Nullable Handle handle) {
        if (handle == null) {
            return Operand.ABSENT;
        }
        Region region = memory.openRegion(handle.row(), handle.generation());
        ElementType type = region.elementType();
        if (type == null) {
            throw new IllegalStateException("not an array: region=%s, kind=%s".formatted(region.name(), region.kind()));
        }
        int size = type.byteSize();
        long start = handle.start() * size;
        return new Operand(region, start, region.segment().asSlice(start, handle.length() * size), size);
    }

    /// The operands of `length` elements from `element` on.
    Operands operands(long element, long length) {
        return new Operands(
                first.from(element, length), second.from(element, length), out.from(element, length), store);
    }

    /// The same with the output going to the start of `scratch`.
    Operands operandsInto(MemorySegment scratch, long element, long length) {
        return new Operands(first.from(element, length), second.from(element, length), scratch, Store.CACHED);
    }
}
