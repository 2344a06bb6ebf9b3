package io.millrace.engine.cli.images;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.IIOException;

/// Checks that a PNG is complete: the checksum of each chunk is right, the pixels unpack to the
/// length that follows from the header, and the file has an end chunk.
final class PngCheck {
    private static final int SIGNATURE_BYTES = 8;
    private static final int PIECE_BYTES = 64 << 10;
    private static final int HEADER_BYTES = 13;
    /// Column and row where each pass of an interlaced picture starts, and the steps between its
    /// pixels.
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };
    private static final int[][] WHOLE = {{0, 0, 1, 1}};

    private final DataInputStream content;
    private final byte[] piece = new byte[PIECE_BYTES];
    private final byte[] unpacked = new byte[PIECE_BYTES];
    private long pixelBytes;
    private long expectedBytes;
    private int kind;
    private int depth;
    private int transparentGrey = PngTransparency.NONE;

    PngCheck(DataInputStream content) {
        this.content = content;
    }

    PngTransparency check() throws IOException {
        content.skipNBytes(SIGNATURE_BYTES);
        try (Inflater pixels = new Inflater()) {
            String type;
            do {
                type = chunk(pixels);
            } while (!type.equals("IEND"));
        } catch (EOFException early) {
            throw new EOFException("the file ends before its last chunk");
        }
        if (pixelBytes < expectedBytes) {
            throw new IIOException("its pixels unpack to %s bytes of %s".formatted(pixelBytes, expectedBytes));
        }
        return PngTransparency.of(kind, depth, transparentGrey);
    }

    /// Reads one chunk and returns its type.
    private String chunk(Inflater pixels) throws IOException {
        int length = content.readInt();
        byte[] type = content.readNBytes(4);
        String name = new String(type, StandardCharsets.ISO_8859_1);
        if (length < 0 || !name.matches("[A-Za-z]{4}")) {
            throw new IIOException("there is no chunk where one should begin");
        }
        CRC32 sum = new CRC32();
        sum.update(type);
        for (int left = length; left > 0; ) {
            int count = Math.min(left, PIECE_BYTES);
            content.readFully(piece, 0, count);
            sum.update(piece, 0, count);
            if (name.equals("IHDR")) {
                header(ByteBuffer.wrap(piece, 0, count));
            } else if (name.equals("tRNS") && count == 2) {
                transparentGrey = ByteBuffer.wrap(piece).getShort() & 0xffff;
            } else if (name.equals("IDAT")) {
                unpack(pixels, count);
            }
            left -= count;
        }
        if (content.readInt() != (int) sum.getValue()) {
            throw new IIOException("wrong checksum in chunk " + name);
        }
        return name;
    }

    private void header(ByteBuffer header) throws IOException {
        if (header.remaining() < HEADER_BYTES) {
            throw new IIOException("its header is too short");
        }
        long width = header.getInt() & 0xffffffffL;
        long height = header.getInt() & 0xffffffffL;
        depth = header.get();
        kind = header.get();
        int bands = switch (kind) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
        header.getShort();
        for (int[] pass : header.get() == 1 ? PASSES : WHOLE) {
            long columns = steps(width, pass[0], pass[2]);
            long rows = steps(height, pass[1], pass[3]);
            expectedBytes += columns == 0 ? 0 : rows * (1 + (columns * bands * depth + 7) / 8);
        }
    }

    private static long steps(long side, int start, int step) {
        return side <= start ? 0 : (side - start + step - 1) / step;
    }

    /// Unpacks pixels; ignores damage behind the last pixel.
    private void unpack(Inflater pixels, int count) throws IOException {
        pixels.setInput(piece, 0, count);
        try {
            while (pixelBytes < expectedBytes && !pixels.finished() && !pixels.needsInput()) {
                int bytes = pixels.inflate(unpacked);
                if (bytes == 0 && pixels.needsDictionary()) {
                    throw new IIOException("its pixels cannot be unpacked");
                }
                pixelBytes += bytes;
            }
        } catch (DataFormatException damage) {
            if (pixelBytes < expectedBytes) {
                throw new IIOException("its pixels cannot be unpacked: " + damage.getMessage());
            }
        }
    }
}
