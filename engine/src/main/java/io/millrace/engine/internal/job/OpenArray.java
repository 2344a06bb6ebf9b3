package io.millrace.engine.internal.job;

import io.millrace.engine.internal.layout.ArrayHandle;
import io.millrace.engine.internal.layout.JobRow;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.Regions;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// One array or slice of a job, open in this process; an absent one has the segment NULL and the
/// element size 0.
///
/// @param start of `segment` in its region, in bytes
public record OpenArray(@Nullable Region region, long start, MemorySegment segment, int elementSize) {
    private static final OpenArray ABSENT = new OpenArray(null, 0, MemorySegment.NULL, 0);

    /// Opens the array of a job that has that index: 0, 1 and 3 are inputs, 2 is the output.
    ///
    /// @param job a row of the job table
    /// @throws io.millrace.shm.RegionDroppedException the array was dropped
    public static OpenArray of(Regions memory, MemorySegment job, int index) {
        return of(memory, ArrayHandle.read(JobRow.handle(job, index)));
    }

    /// Opens the array of a handle.
    ///
    /// @param handle null for an absent array
    /// @throws io.millrace.shm.RegionDroppedException the array was dropped
    public static OpenArray of(Regions memory, @Nullable ArrayHandle handle) {
        if (handle == null) {
            return ABSENT;
        }
        Region region = memory.openRegion(handle.row(), handle.generation());
        ElementType type = region.elementType();
        if (type == null) {
            throw new IllegalStateException("not an array: region=%s, kind=%s".formatted(region.name(), region.kind()));
        }
        int size = type.byteSize();
        long start = handle.start() * size;
        return new OpenArray(region, start, region.segment().asSlice(start, handle.length() * size), size);
    }

    /// An array or slice of this process.
    ///
    /// @param array null for an absent one
    public static OpenArray of(@Nullable NumericArray array) {
        if (array == null) {
            return ABSENT;
        }
        Region region = DataAccess.regionOf(array);
        int size = array.elementType().byteSize();
        long start = array.start() * size;
        return new OpenArray(region, start, region.segment().asSlice(start, array.length() * size), size);
    }

    /// `length` elements from `element` on.
    public MemorySegment from(long element, long length) {
        return elementSize == 0 ? segment : segment.asSlice(element * elementSize, length * elementSize);
    }

    /// Prepares the pages of `length` elements from `element` on for writes.
    public void expectWrites(long element, long length) {
        if (region != null) {
            region.expectWrites(start + element * elementSize, length * elementSize);
        }
    }
}
