package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import io.millrace.shm.MemoryHandle;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.region.Shapes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;

/// Makes an array of the elements of a file: as they are, or converted.
///
/// @param storage how the file stores them
/// @param type of the elements of the array
/// @param file the name in messages
record NpyLoading(NpyStorage storage, ElementType type, String file) {

    /// Others can open the array when all elements are there; if a read fails, there is no such region.
    ///
    /// @throws IOException the file cannot be read
    NumericArray into(MemoryHandle memory, String name, NpyData data) throws IOException {
        long[] shape = storage.shape();
        try {
            return NumericArray.over(MemoryAccess.regionsOf(memory)
                    .createRegion(new RegionRequest(
                            name,
                            RegionKind.ARRAY,
                            type,
                            shape,
                            Shapes.byteSize(type, shape),
                            target -> read(data, target))));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void read(NpyData data, MemorySegment target) {
        try {
            if (storage.isHeldAs(type)) {
                data.read(0, target);
            } else {
                new NpyConversion(storage, type, file).run(data, target);
            }
            data.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
