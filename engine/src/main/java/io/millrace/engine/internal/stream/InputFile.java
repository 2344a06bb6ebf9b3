package io.millrace.engine.internal.stream;

import io.millrace.shm.ElementType;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.data.Npy;
import io.millrace.shm.data.NpyHeader;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.shm.internal.os.SteadyFile;
import io.millrace.shm.internal.os.UserFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A file of numbers that is read: of numpy's by its name, else the elements alone, which must not look like a file of
/// another kind. How many there are is decided when it is opened.
///
/// @param start byte of the file where the elements begin
record InputFile(SteadyFile file, Path path, ElementType type, long start, long[] shape) implements AutoCloseable {
    private static final String NPY = ".npy";
    private static final byte[] NPY_MARK = "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1);
    private static final List<String> TEXTS = List.of(".csv", ".tsv", ".txt", ".json");

    /// As many bytes as the longest header has that is read.
    private static final long HEADER_BYTES = (1L << 16) + 12;

    static boolean isNpy(Path path) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(NPY);
    }

    /// @throws FileAccessException it cannot be read
    /// @throws FileFormatException it holds elements of another type, or no whole number of them
    static InputFile open(Path path, ElementType type) {
        try {
            SteadyFile file = UserFiles.open(path, "a file of numbers");
            try {
                return isNpy(path) ? npy(file, path, type) : raw(file, path, type);
            } catch (IOException | RuntimeException refused) {
                file.close();
                throw refused;
            }
        } catch (IOException e) {
            throw UserFiles.failed("read", path, e);
        }
    }

    private static InputFile raw(SteadyFile file, Path path, ElementType type) throws IOException {
        requireBare(file, path);
        long byteSize = file.byteSize();
        if (byteSize % type.byteSize() != 0) {
            throw new FileFormatException(
                    "no whole number of elements: file=%s, size=%,d bytes, element=%s bytes (%s); give the right type"
                            .formatted(path, byteSize, type.byteSize(), type));
        }
        return new InputFile(file, path, type, 0, new long[] {byteSize / type.byteSize()});
    }

    /// Numbers alone have no mark, and any bytes are some numbers.
    private static void requireBare(SteadyFile file, Path path) throws IOException {
        String name = path.toString().toLowerCase(Locale.ROOT);
        String remedy = null;
        if (Arrays.equals(NPY_MARK, firstBytes(file, NPY_MARK.length))) {
            remedy = "it is a file of numpy: name it .npy";
        } else if (name.endsWith(".npz")) {
            remedy = "it is an archive of numpy: take an array out of it (Npz)";
        } else if (TEXTS.stream().anyMatch(name::endsWith)) {
            remedy = "it is text: load its numbers into an array, or save them as .npy";
        }
        if (remedy != null) {
            throw new FileFormatException(
                    "no file of bare numbers: file=%s; %s, or give numbers alone another name".formatted(path, remedy));
        }
    }

    private static InputFile npy(SteadyFile file, Path path, ElementType type) throws IOException {
        byte[] start = firstBytes(file, HEADER_BYTES);
        NpyHeader header = Npy.header(new ByteArrayInputStream(start), file.byteSize(), path.toString());
        if (header.info().type() != type) {
            throw new FileFormatException(
                    "other elements than asked for: file=%s, found=%s, asked=%s; ask for those, or convert the file"
                            .formatted(path, header.info().type(), type));
        }
        return new InputFile(file, path, type, header.dataOffset(), header.info().shape());
    }

    private static byte[] firstBytes(SteadyFile file, long count) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(count);
            return bytes.asSlice(0, file.read(0, bytes)).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /// Number of elements.
    long length() {
        long length = 1;
        for (long places : shape) {
            length *= places;
        }
        return length;
    }

    /// Reads elements from number `from` on, as many as the target has.
    ///
    /// @throws FileAccessException they cannot be read, or the file has become shorter
    void read(long from, NumericArray target) {
        long offset = start + from * type.byteSize();
        try {
            long found = file.read(offset, target.segment());
            if (found < target.byteSize()) {
                throw new FileAccessException(
                        "the file became shorter while it was read: file=%s, found=%,d bytes, expected=%,d bytes; "
                                        .formatted(path, offset + found, start + length() * type.byteSize())
                                + "keep it as it is meanwhile");
            }
        } catch (IOException e) {
            throw UserFiles.failed("read", path, e);
        } catch (IllegalStateException unmapped) {
            throw DataAccess.regionOf(target).gone(unmapped);
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
