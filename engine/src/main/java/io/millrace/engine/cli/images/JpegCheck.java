package io.millrace.engine.cli.images;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import javax.imageio.IIOException;

/// Checks that a JPEG is complete: each segment has the length that it announces, and the file has
/// a scan and an end marker. Bytes behind the end marker, which cameras write, are ignored.
final class JpegCheck {
    private static final int MARKER = 0xff;
    private static final int STUFFED = 0x00;
    private static final int TEMPORARY = 0x01;
    private static final int FIRST_RESTART = 0xd0;
    private static final int START = 0xd8;
    private static final int END = 0xd9;
    private static final int SCAN = 0xda;

    private final DataInputStream content;
    private boolean scanSeen;

    JpegCheck(DataInputStream content) {
        this.content = content;
    }

    void check() throws IOException {
        try {
            content.skipNBytes(2);
            for (int marker = marker(); marker != END; marker = marker()) {
                segment(marker);
            }
        } catch (EOFException early) {
            throw new EOFException("the file ends before its end marker");
        }
        if (!scanSeen) {
            throw new IIOException("there is no picture in it");
        }
    }

    /// The next marker; skips entropy-coded data and bytes that an editor has left.
    private int marker() throws IOException {
        while (true) {
            int value = content.readUnsignedByte();
            while (value == MARKER) {
                value = content.readUnsignedByte();
                if (value != MARKER && value != STUFFED && !isAlone(value)) {
                    return value;
                }
            }
        }
    }

    private static boolean isAlone(int marker) {
        return marker == TEMPORARY || marker >= FIRST_RESTART && marker <= START;
    }

    private void segment(int marker) throws IOException {
        int length = content.readUnsignedShort();
        if (length < 2) {
            throw new IIOException("a segment of %s bytes".formatted(length));
        }
        content.skipNBytes(length - 2);
        scanSeen |= marker == SCAN;
    }
}
