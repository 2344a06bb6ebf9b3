package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.internal.os.SteadyFile;
import io.millrace.shm.internal.region.Shapes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// How a `.npy` file stores its elements: what its header says. The picture stands at [NpyHeader].
///
/// @param descr the type in the words of the file
/// @param swapped whether the bytes of an element are big endian
/// @param fortranOrder whether the first dimension varies fastest; false where both orders are the same
/// @param shape of the array; of a scalar, one element
/// @param dataOffset the byte of the file where the elements begin
record NpyStorage(
        String descr, NumpyType type, boolean swapped, boolean fortranOrder, long[] shape, long dataOffset) {
    private static final int ZIP = 0x04034b50;
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /// Longer ones are refused before they are read: with plain elements a header needs 300 bytes.
    private static final int MAX_LENGTH = 1 << 16;

    /// The bytes of a file from its first one on, in as many reads as the reader likes.
    @FunctionalInterface
    private interface Start {
        /// The next bytes; fewer where the file ends.
        byte[] next(long offset, int count) throws IOException;
    }

    /// Reads the header.
    ///
    /// @throws FileFormatException it is no such file, or its elements are no numbers of at most 64 bits
    static NpyStorage read(SteadyFile file, Path path) throws IOException {
        return read((offset, count) -> bytes(file, offset, count), path.toString());
    }

    /// As [#read(SteadyFile, Path)], from a stream at the first byte of the file.
    ///
    /// @param file its name, for messages
    static NpyStorage read(InputStream in, String file) throws IOException {
        return read((_, count) -> in.readNBytes(count), file);
    }

    private static NpyStorage read(Start source, String path) throws IOException {
        ByteBuffer start = bytes(source, 0, 8, path);
        if (!Arrays.equals(start.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw refused(path, start.getInt(0) == ZIP ? "an archive (.npz, read by Npz)" : "other first bytes",
                    "a .npy file");
        }
        int major = start.get(6);
        int minor = start.get(7);
        if (major < 1 || major > 3 || minor != 0) {
            throw refused(path, "format %s.%s".formatted(major & 0xff, minor & 0xff), "1.0 to 3.0");
        }
        int lengthBytes = major == 1 ? 2 : 4;
        ByteBuffer field = bytes(source, 8, lengthBytes, path);
        long length = major == 1 ? field.getShort() & 0xffff : field.getInt() & 0xffffffffL;
        if (length > MAX_LENGTH) {
            throw refused(path, "a header of %s bytes".formatted(length), "at most " + MAX_LENGTH);
        }
        int textOffset = 8 + lengthBytes;
        byte[] text = bytes(source, textOffset, (int) length, path).array();
        return of(new String(text, charset(major)), textOffset + length, path);
    }

    private static NpyStorage of(String text, long dataOffset, String path) {
        try {
            NpyDictionary.Entries entries = NpyDictionary.parse(text);
            String descr = entries.elementType();
            NumpyType type = NpyElements.type(descr)
                    .orElseThrow(() -> refused(path, elements(descr), NpyElements.remedy(descr)));
            long[] shape = entries.shape().length == 0 ? new long[] {1} : entries.shape();
            Shapes.byteSize(type.container(), shape);
            return new NpyStorage(
                    descr,
                    type,
                    type.container().byteSize() > 1 && NpyElements.isBigEndian(descr),
                    entries.fortranOrder() && !isInOneOrder(shape),
                    shape,
                    dataOffset);
        } catch (IllegalArgumentException e) {
            throw new FileFormatException("cannot load: file=%s, %s".formatted(path, e.getMessage()), e);
        }
    }

    /// Number of elements.
    long length() {
        return Shapes.length(shape);
    }

    /// Number of bytes of the elements in the file.
    long byteSize() {
        return Shapes.byteSize(type.container(), shape);
    }

    /// Whether the bytes of the elements are those of an array of that type.
    boolean isHeldAs(ElementType element) {
        return type.isHeld() && type.container() == element && !swapped && !fortranOrder;
    }

    /// The header, for a reader that takes the bytes of the elements as they are.
    ///
    /// @throws FileFormatException an array does not hold them as they are
    NpyHeader held(String path) {
        if (!type.isHeld() || swapped) {
            throw refused(path, elements(descr), NpyElements.remedy(descr));
        }
        if (fortranOrder) {
            throw refused(path, "Fortran order", NpyElements.rowMajor());
        }
        return new NpyHeader(new NpyInfo(type.container(), shape, byteSize()), dataOffset);
    }

    /// Checks that the file is long enough for the elements.
    ///
    /// @param fileBytes the size of the whole file
    /// @throws FileFormatException it is not
    void requireElements(long fileBytes, String path) {
        long available = fileBytes - dataOffset;
        if (available < byteSize()) {
            throw refused(
                    path,
                    "%s bytes of elements".formatted(available),
                    "%s; the file is truncated".formatted(byteSize()));
        }
    }

    static FileFormatException refused(String path, String found, String expected) {
        return new FileFormatException(
                "cannot load: file=%s, found=%s, expected=%s".formatted(path, found, expected));
    }

    private static String elements(String descr) {
        return "elements '%s'".formatted(descr);
    }

    /// Whether the order of rows and columns is no question: at most one dimension has several places.
    private static boolean isInOneOrder(long[] shape) {
        return Arrays.stream(shape).filter(length -> length > 1).count() <= 1
                || Arrays.stream(shape).anyMatch(length -> length == 0);
    }

    private static Charset charset(int major) {
        return major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    }

    private static ByteBuffer bytes(Start source, long offset, int count, String path) throws IOException {
        byte[] read = source.next(offset, count);
        if (read.length < count) {
            throw refused(
                    path, "the end of the file at byte %s".formatted(offset + read.length), "a header that goes on");
        }
        return ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bytes(SteadyFile file, long offset, int count) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment read = arena.allocate(Math.max(1, count)).asSlice(0, count);
            long done = file.read(offset, read);
            return read.asSlice(0, done).toArray(ValueLayout.JAVA_BYTE);
        }
    }
}
