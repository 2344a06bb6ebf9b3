package io.millrace.engine.cli.images;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import javax.imageio.IIOException;

/// Goes through a JPEG from marker to marker.
final class JpegMarkers {
    static final int END = 0xd9;
    static final int SCAN = 0xda;
    static final int EXIF = 0xe1;
    static final int PROFILE = 0xe2;
    private static final int MARKER = 0xff;
    private static final int STUFFED = 0x00;
    private static final int TEMPORARY = 0x01;
    private static final int FIRST_RESTART = 0xd0;
    private static final int START = 0xd8;
    private static final int BYTE = 0xff;

    private final ByteBuffer content;

    /// @param jpeg the whole file; its position does not matter and does not change
    /// @throws BufferUnderflowException when it is shorter than its first marker
    JpegMarkers(ByteBuffer jpeg) {
        content = jpeg.duplicate().rewind();
        content.getShort();
    }

    /// The next marker; skips entropy-coded data and bytes that an editor has left.
    ///
    /// @throws BufferUnderflowException when there is none
    int next() {
        while (true) {
            int value = content.get() & BYTE;
            while (value == MARKER) {
                value = content.get() & BYTE;
                if (value != MARKER && value != STUFFED && !isAlone(value)) {
                    return value;
                }
            }
        }
    }

    private static boolean isAlone(int marker) {
        return marker == TEMPORARY || marker >= FIRST_RESTART && marker <= START;
    }

    /// The content of the segment of the marker that [#next()] has returned.
    ///
    /// @throws BufferUnderflowException when the file ends before the segment
    /// @throws IIOException when its length is impossible
    ByteBuffer segment() throws IIOException {
        int byteSize = (content.getShort() & 0xffff) - Short.BYTES;
        if (byteSize < 0) {
            throw new IIOException("a segment of %s bytes".formatted(byteSize + Short.BYTES));
        }
        if (byteSize > content.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer segment = content.slice(content.position(), byteSize);
        content.position(content.position() + byteSize);
        return segment;
    }
}
