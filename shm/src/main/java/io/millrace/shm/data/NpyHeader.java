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
import java.util.stream.Collectors;

/// The first bytes of a `.npy` file (format: numpy's NEP 1 and `numpy.lib.format`).
///
/// ```text
///   0           6     7     8          10 (format 1) or 12 (2, 3)           dataOffset
///   +-----------+-----+-----+----------+-----------------------------------+---------
///   | 93 'NUMPY'| 1-3 |  0  | length   | dictionary, spaces, line feed     | elements
///   +-----------+-----+-----+----------+-----------------------------------+---------
/// ```
///
/// `length` is little endian, 2 bytes in format 1, else 4; the text is Latin-1, in format 3 UTF-8.
/// Other programs leave spaces or the line feed out; numpy reads that, and so does this.
///
/// Obtained from [Npy#header(InputStream, long, String)].
///
/// @param info what the file holds
/// @param dataOffset the byte of the file where the elements begin
public record NpyHeader(NpyInfo info, long dataOffset) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /// Longer ones are refused before they are read: with plain elements a header needs 300 bytes.
    private static final int MAX_LENGTH = 1 << 16;

    /// Elements start at a multiple of this, so that numpy can map them.
    private static final int ALIGNMENT = 64;

    /// The bytes of a file from its first one on, in as many reads as the reader likes.
    @FunctionalInterface
    private interface Start {
        /// The next bytes; fewer where the file ends.
        byte[] next(long offset, int count) throws IOException;
    }

    /// Reads and checks the header, and that the file is long enough for the elements.
    ///
    /// @throws FileFormatException it is no such file, or not one that can be loaded
    static NpyHeader read(SteadyFile file, Path path) throws IOException {
        return read((offset, count) -> bytes(file, offset, count), file.byteSize(), path.toString());
    }

    /// As [#read(SteadyFile, Path)], from a stream at the first byte of the file.
    ///
    /// @param byteSize of the whole file
    /// @param file its name, for messages
    static NpyHeader read(InputStream in, long byteSize, String file) throws IOException {
        return read((_, count) -> in.readNBytes(count), byteSize, file);
    }

    private static NpyHeader read(Start source, long byteSize, String path) throws IOException {
        ByteBuffer start = bytes(source, 0, 8, path);
        if (!Arrays.equals(start.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw refused(path, "other first bytes", "a .npy file");
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
        NpyInfo info = info(new String(text, charset(major)), path);
        long dataOffset = textOffset + length;
        long available = byteSize - dataOffset;
        if (available < info.byteSize()) {
            throw refused(
                    path,
                    "%s bytes of elements".formatted(available),
                    "%s; the file is truncated".formatted(info.byteSize()));
        }
        return new NpyHeader(info, dataOffset);
    }

    /// The header of format 1 for an array; at most 8 dimensions always fit.
    static byte[] write(ElementType type, long[] shape) {
        String tuple =
                Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String dictionary =
                "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }"
                        .formatted(NpyElements.name(type), tuple, shape.length == 1 ? "," : "");
        int unpadded = MAGIC.length + 4 + dictionary.length() + 1;
        int byteSize = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        String text = dictionary + " ".repeat(byteSize - unpadded) + "\n";
        return ByteBuffer.allocate(byteSize)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length())
                .put(text.getBytes(StandardCharsets.ISO_8859_1))
                .array();
    }

    static FileFormatException refused(String path, String found, String expected) {
        return new FileFormatException(
                "cannot load: file=%s, found=%s, expected=%s".formatted(path, found, expected));
    }

    private static NpyInfo info(String text, String path) {
        try {
            NpyDictionary.Entries entries = NpyDictionary.parse(text);
            ElementType type = type(entries.elementType(), path);
            if (entries.fortranOrder() && !isInOneOrder(entries.shape())) {
                throw refused(path, "Fortran order", NpyElements.rowMajor());
            }
            long[] shape = entries.shape().length == 0 ? new long[] {1} : entries.shape();
            return new NpyInfo(type, shape, Shapes.byteSize(type, shape));
        } catch (IllegalArgumentException e) {
            throw new FileFormatException(
                    "cannot load: file=%s, %s".formatted(path, e.getMessage()), e);
        }
    }

    private static ElementType type(String descr, String path) {
        return NpyElements.type(descr)
                .orElseThrow(() -> refused(path, "elements '%s'".formatted(descr), NpyElements.remedy(descr)));
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
