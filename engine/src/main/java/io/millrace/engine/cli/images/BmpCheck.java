package io.millrace.engine.cli.images;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;

/// Checks that a BMP is complete: the file is long enough for its pixels, or its runs stay within
/// the picture and end.
final class BmpCheck {
    private static final int OLD_HEADER_BYTES = 12;
    private static final int FILE_HEADER_BYTES = 14;
    private static final int PLAIN = 0;
    private static final int RUNS_OF_8_BITS = 1;
    private static final int RUNS_OF_4_BITS = 2;
    private static final int MASKS = 3;
    private static final int MASKS_WITH_ALPHA = 6;

    private final DataInputStream content;
    private final long byteSize;

    BmpCheck(DataInputStream content, long byteSize) {
        this.content = content;
        this.byteSize = byteSize;
    }

    void check() throws IOException {
        try {
            content.skipNBytes(10);
            long start = integer() & 0xffffffffL;
            int header = integer();
            boolean old = header == OLD_HEADER_BYTES;
            long width = old ? shortInteger() : integer();
            long height = old ? shortInteger() : Math.abs((long) integer());
            content.skipNBytes(2);
            int depth = shortInteger();
            int compression = old ? PLAIN : integer();
            switch (compression) {
                case PLAIN, MASKS, MASKS_WITH_ALPHA -> requireLength(start + height * ((width * depth + 31) / 32 * 4));
                case RUNS_OF_8_BITS, RUNS_OF_4_BITS -> {
                    content.skipNBytes(start - FILE_HEADER_BYTES - 20);
                    new BmpRuns(content, width, height, compression == RUNS_OF_4_BITS).check();
                }
                default -> requireLength(start); // the file holds a JPEG or PNG, which its reader checks
            }
        } catch (EOFException early) {
            throw new EOFException("the file ends before its last pixel");
        }
    }

    private void requireLength(long needed) throws EOFException {
        if (byteSize < needed) {
            throw new EOFException();
        }
    }

    private int integer() throws IOException {
        return Integer.reverseBytes(content.readInt());
    }

    private int shortInteger() throws IOException {
        return Short.reverseBytes(content.readShort()) & 0xffff;
    }
}
