package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.MemoryHandle;
import io.millrace.shm.internal.os.FileReplacement;
import io.millrace.shm.internal.os.SteadyFile;
import io.millrace.shm.internal.os.UserFiles;
import io.millrace.shm.internal.region.Shapes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.function.Function;

/// Arrays from and to numpy's `.npy` files.
///
/// What an array holds as it is, [#load(MemoryHandle, String, Path)] copies: formats 1 to 3, C order (or
/// at most one dimension with several places, where the order is no question), little endian, the six
/// element types. The elements go from the file to the mapped memory and back without a copy on the
/// heap and without a limit of size. [#load(MemoryHandle, String, Path, ElementType)] converts: Fortran
/// order, big endian, `bool`, unsigned and half-precision numbers, and one type to another. Everything
/// else is refused with a [FileFormatException] that says what was found, and the Python that converts
/// it.
/// Archives of several arrays: [Npz].
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

    /// What [#load(MemoryHandle, String, Path, ElementType)] makes of a file: an array of that type, with the
    /// shape of the file.
    ///
    /// @throws FileFormatException not a `.npy` file, or its elements are no numbers
    /// @throws FileAccessException it cannot be read
    public static NpyInfo inspect(Path path, ElementType type) {
        try (SteadyFile file = open(path)) {
            NpyStorage storage = NpyStorage.read(file, path);
            storage.requireElements(file.byteSize(), path.toString());
            return new NpyInfo(type, storage.shape(), Shapes.byteSize(type, storage.shape()));
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
        return load(memory, name, path, storage -> storage.held(path.toString()).info().type());
    }

    /// As [#load(MemoryHandle, String, Path)], with the elements converted to `type`, in row-major order.
    /// It converts whole and floating-point numbers of 8 to 64 bits, `bool` (to 0 and 1) and half-precision
    /// numbers, of either order of bytes and of dimensions. The conversion is exact: a number that `type`
    /// does not hold is refused, and so are unsigned numbers from 2^63 on.
    ///
    /// @throws FileFormatException not a `.npy` file, its elements are no such numbers, or `type` does not
    ///         hold one of them, which the message names with its index
    /// @throws FileAccessException it cannot be read
    /// @throws io.millrace.shm.RegionExistsException the name is taken
    /// @throws io.millrace.shm.OutOfSpaceException no free space of the memory is large enough
    public static NumericArray load(MemoryHandle memory, String name, Path path, ElementType type) {
        return load(memory, name, path, _ -> type);
    }

    private static NumericArray load(
            MemoryHandle memory, String name, Path path, Function<NpyStorage, ElementType> type) {
        try (SteadyFile file = open(path)) {
            NpyStorage storage = NpyStorage.read(file, path);
            NpyLoading loading = new NpyLoading(storage, type.apply(storage), path.toString());
            storage.requireElements(file.byteSize(), path.toString());
            return loading.into(memory, name, new Elements(file, storage.dataOffset(), path));
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

    /// The elements of an open file.
    private record Elements(SteadyFile file, long start, Path path) implements NpyData {
        @Override
        public void read(long offset, MemorySegment target) throws IOException {
            long done = file.read(start + offset, target);
            if (done < target.byteSize()) {
                throw NpyStorage.refused(
                        path.toString(),
                        "%s bytes of elements".formatted(offset + done),
                        "%s; the file became shorter".formatted(offset + target.byteSize()));
            }
        }

        @Override
        public boolean isSequential() {
            return false;
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
