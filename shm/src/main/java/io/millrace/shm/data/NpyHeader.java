package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.internal.os.SteadyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    /// Elements start at a multiple of this, so that numpy can map them.
    private static final int ALIGNMENT = 64;

    /// Reads and checks the header, and that the file is long enough for the elements.
    ///
    /// @throws FileFormatException it is no such file, or not one that can be loaded
    static NpyHeader read(SteadyFile file, Path path) throws IOException {
        return checked(NpyStorage.read(file, path), file.byteSize(), path.toString());
    }

    /// As [#read(SteadyFile, Path)], from a stream at the first byte of the file.
    ///
    /// @param byteSize of the whole file
    /// @param file its name, for messages
    static NpyHeader read(InputStream in, long byteSize, String file) throws IOException {
        return checked(NpyStorage.read(in, file), byteSize, file);
    }

    private static NpyHeader checked(NpyStorage storage, long byteSize, String file) {
        NpyHeader header = storage.held(file);
        storage.requireElements(byteSize, file);
        return header;
    }

    /// The header of format 1 for an array; at most 8 dimensions always fit.
    static byte[] write(ElementType type, long[] shape) {
        String tuple =
                Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String dictionary =
                "{'descr': '%s', 'fortran_order': False, 'shape': (%s%s), }"
                        .formatted(NpyElements.name(type), tuple, shape.length == 1 ? "," : "");
        int unpadded = NpyStorage.MAGIC.length + 4 + dictionary.length() + 1;
        int byteSize = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        String text = dictionary + " ".repeat(byteSize - unpadded) + "\n";
        return ByteBuffer.allocate(byteSize)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(NpyStorage.MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length())
                .put(text.getBytes(StandardCharsets.ISO_8859_1))
                .array();
    }
}
