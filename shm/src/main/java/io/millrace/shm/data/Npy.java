package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.MemoryHandle;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.os.FileReplacement;
import io.millrace.shm.internal.os.SteadyFile;
import io.millrace.shm.internal.os.UserFiles;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.region.Shapes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// Arrays from and to numpy's `.npy` files.
///
/// Formats 1 to 3, C order (or at most one dimension with several places, where the order is no
/// question), little endian, the six element types; everything else is refused with a
/// [FileFormatException] that says what was found, and the Python that converts it. The elements go
/// from the file to the mapped memory and back without a copy on the heap and without a limit of size.
public final class Npy {
    private Npy() {}

    /// What a file holds, from its header and its length. What stands behind the elements is
    /// ignored, as numpy does.
    ///
    /// @throws FileFormatException not a `.npy` file, or not one that can be loaded
    /// @throws FileAccessException it cannot be read
    public static NpyInfo inspect(Path path) {
        try (SteadyFile file = open(path)) {
            return NpyHeader.read(file, path).info();
        } catch (IOException e) {
            throw UserFiles.failed("read", path, e);
        }
    }

    /// The header of a file that a stream reads: for files that have no [Path] here, such as those of
    /// a distributed file system. At most the header is taken from the stream, which stays open.
    ///
    /// @param in at the first byte of the file
    /// @param byteSize of the whole file, which has to be long enough for the elements
    /// @param file the name in messages
    /// @throws FileFormatException not a `.npy` file, or not one that can be loaded
    /// @throws IOException the stream throws it
    public static NpyHeader header(InputStream in, long byteSize, String file) throws IOException {
        return NpyHeader.read(in, byteSize, file);
    }

    /// The first bytes of a file, format 1, whose elements of this type and shape follow: what
    /// [#save] writes before the elements.
    ///
    /// @throws IllegalArgumentException there are no or too many dimensions, a dimension is negative,
    ///         or the array is larger than 2^63 - 1 bytes
    public static byte[] headerBytes(ElementType type, long... shape) {
        Shapes.byteSize(type, shape);
        return NpyHeader.write(type, shape);
    }

    /// Makes an array of a file. Others can open it when all elements are there; if loading fails
    /// or the process dies before, there is no such region.
    ///
    /// @throws FileFormatException not a `.npy` file, or not one that can be loaded
    /// @throws FileAccessException it cannot be read
    /// @throws io.millrace.shm.RegionExistsException the name is taken
    /// @throws io.millrace.shm.OutOfSpaceException no free space of the memory is large enough
    public static NumericArray load(MemoryHandle memory, String name, Path path) {
        try (SteadyFile file = open(path)) {
            NpyHeader header = NpyHeader.read(file, path);
            NpyInfo info = header.info();
            Region region =
                    MemoryAccess.regionsOf(memory).createRegion(
                            new RegionRequest(
                                    name,
                                    RegionKind.ARRAY,
                                    info.type(),
                                    info.shape(),
                                    info.byteSize(),
                                    target -> read(file, header.dataOffset(), target, path)));
            return NumericArray.over(region);
        } catch (IOException e) {
            throw UserFiles.failed("read", path, e);
        }
    }

    /// Writes an array or a slice to a file, format 1, replacing a file of that name in one step:
    /// the file is there as a whole or not at all. Plain reads: what others write meanwhile may or
    /// may not be in it.
    ///
    /// @throws FileAccessException it cannot be written, or something else than a regular file has
    ///         that name: a device or a pipe is not replaced
    public static void save(NumericArray array, Path path) {
        array.region().check();
        try (FileReplacement file = new FileReplacement(path)) {
            byte[] header = headerBytes(array.elementType(), array.shape());
            file.writeHeader(header);
            write(file, header.length, array);
            file.commit();
        }
    }

    private static SteadyFile open(Path path) throws IOException {
        return UserFiles.open(path, "a .npy file");
    }

    private static void read(SteadyFile file, long start, MemorySegment target, Path path) {
        try {
            long done = file.read(start, target);
            if (done < target.byteSize()) {
                throw NpyHeader.refused(
                        path.toString(),
                        "%s bytes of elements".formatted(done),
                        "%s; the file became shorter".formatted(target.byteSize()));
            }
        } catch (IOException e) {
            throw UserFiles.failed("read", path, e);
        }
    }

    private static void write(FileReplacement file, long start, NumericArray array) {
        try {
            file.write(start, array.segment());
        } catch (IllegalStateException e) {
            throw array.refused(e, 0);
        }
    }
}
