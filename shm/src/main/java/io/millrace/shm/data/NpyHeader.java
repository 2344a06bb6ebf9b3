package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import io.millrace.shm.FileFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
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
record NpyHeader(NpyInfo info, long dataOffset) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /// Longer ones are refused before they are read: with plain elements a header needs 300 bytes.
    private static final int MAX_LENGTH = 1 << 16;

    /// Elements start at a multiple of this, so that numpy can map them.
    private static final int ALIGNMENT = 64;

    /// Reads and checks the header, and that the file is long enough for the elements.
    ///
    /// @throws FileFormatException it is no such file, or not one that can be loaded
    static NpyHeader read(FileChannel channel, Path path) throws IOException {
        ByteBuffer start = bytes(channel, 0, 8, path);
        if (!Arrays.equals(start.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw refused(path, "other first bytes", "a .npy file");
        }
        int major = start.get(6);
        int minor = start.get(7);
        if (major < 1 || major > 3 || minor != 0) {
            throw refused(path, "format %d.%d".formatted(major & 0xff, minor & 0xff), "1.0 to 3.0");
        }
        int lengthBytes = major == 1 ? 2 : 4;
        ByteBuffer field = bytes(channel, 8, lengthBytes, path);
        long length = major == 1 ? field.getShort() & 0xffff : field.getInt() & 0xffffffffL;
        if (length > MAX_LENGTH) {
            throw refused(path, "a header of %d bytes".formatted(length), "at most " + MAX_LENGTH);
        }
        int textOffset = 8 + lengthBytes;
        byte[] text = bytes(channel, textOffset, (int) length, path).array();
        if (text.length == 0 || text[text.length - 1] != '\n') {
            throw refused(path, "a header without line feed at its end", "one");
        }
        NpyInfo info = info(new String(text, charset(major)), path);
        long dataOffset = textOffset + length;
        long available = channel.size() - dataOffset;
        if (available < info.byteSize()) {
            throw refused(
                    path,
                    "%d bytes of elements".formatted(available),
                    "%d; the file is truncated".formatted(info.byteSize()));
        }
        return new NpyHeader(info, dataOffset);
    }

    /// The header of format 1 for an array; at most 8 dimensions always fit.
    static ByteBuffer write(ElementType type, long[] shape) {
        String tuple =
                Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String dictionary =
                "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }"
                        .formatted(name(type), tuple, shape.length == 1 ? "," : "");
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
                .flip();
    }

    static FileFormatException refused(Path path, String found, String expected) {
        return new FileFormatException(
                "cannot load: file=%s, found=%s, expected=%s".formatted(path, found, expected));
    }

    private static NpyInfo info(String text, Path path) {
        try {
            NpyDictionary.Entries entries = NpyDictionary.parse(text);
            ElementType type = type(entries.elementType(), path);
            if (entries.fortranOrder()) {
                throw refused(
                        path, "Fortran order", "C order; save numpy.ascontiguousarray(a) instead");
            }
            long[] shape = entries.shape().length == 0 ? new long[] {1} : entries.shape();
            return new NpyInfo(type, shape, Shapes.byteSize(type, shape));
        } catch (IllegalArgumentException e) {
            throw new FileFormatException(
                    "cannot load: file=%s, %s".formatted(path, e.getMessage()), e);
        }
    }

    private static ElementType type(String name, Path path) {
        for (ElementType type : ElementType.values()) {
            if (name(type).equals(name)) {
                return type;
            }
        }
        String reason =
                name.startsWith(">")
                        ? "little endian"
                        : "one of <f8 <f4 <i8 <i4 <i2 |i1, no other type of element";
        throw refused(
                path, "elements '%s'".formatted(name), reason + "; convert with a.astype('<f8') or alike");
    }

    /// As numpy writes it: byte order, kind, bytes; a single byte has no order.
    private static String name(ElementType type) {
        char order = type == ElementType.BYTE ? '|' : '<';
        char kind = type == ElementType.FLOAT || type == ElementType.DOUBLE ? 'f' : 'i';
        return String.format(Locale.ROOT, "%c%c%d", order, kind, type.byteSize());
    }

    private static Charset charset(int major) {
        return major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    }

    private static ByteBuffer bytes(FileChannel channel, long offset, int count, Path path)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw refused(
                        path,
                        "the end of the file at byte %d".formatted(offset + bytes.position()),
                        "a header that goes on");
            }
        }
        return bytes.flip();
    }
}
