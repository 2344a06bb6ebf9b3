package io.millrace.engine.cli.images;

import io.millrace.engine.cli.text.Console;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOException;
import org.jspecify.annotations.Nullable;

/// Checks that a WebP is complete: the file and its chunks have the lengths that they announce, and
/// one chunk holds pixels.
final class WebpCheck {
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int FRAME_HEADER_BYTES = 16;
    private static final int HEADER_BYTES = 10;

    private final DataInputStream content;
    private final long byteSize;
    /// Types of the chunks with pixels, in the order of the file: `VP8 ` is lossy, `VP8L` lossless.
    private final List<String> pictures = new ArrayList<>();
    private PictureSize screen = new PictureSize(0, 0);
    /// The screen of an animation.
    private @Nullable PictureCanvas canvas;

    WebpCheck(DataInputStream content, long byteSize) {
        this.content = content;
        this.byteSize = byteSize;
    }

    PictureCorrection check() throws IOException {
        content.skipNBytes(4);
        long length = integer();
        if (length + CHUNK_HEADER_BYTES - length % 2 > byteSize) {
            throw new EOFException("the file has %s bytes and says that it has %s"
                    .formatted(byteSize, length + CHUNK_HEADER_BYTES));
        }
        content.skipNBytes(4);
        chunks(length - 4);
        if (pictures.isEmpty()) {
            throw new IIOException("there is no picture in it");
        }
        PictureCorrection colours = new WebpColours(pictures.getFirst().equals("VP8 "));
        return canvas == null ? colours : colours.then(canvas);
    }

    /// Reads chunks; a frame of an animation contains chunks.
    private void chunks(long byteCount) throws IOException {
        long left = byteCount;
        while (left >= CHUNK_HEADER_BYTES) {
            String type = new String(content.readNBytes(4), StandardCharsets.ISO_8859_1);
            long length = integer();
            left -= CHUNK_HEADER_BYTES + length;
            if (left < 0) {
                throw new IIOException("chunk %s is longer than the file".formatted(Console.oneLine(type)));
            }
            if (type.equals("ANMF") && length > FRAME_HEADER_BYTES) {
                frame();
                chunks(length - FRAME_HEADER_BYTES);
            } else if (type.equals("VP8X") && length == HEADER_BYTES) {
                content.skipNBytes(4);
                screen = new PictureSize(1 + threeBytes(), 1 + threeBytes());
            } else {
                content.skipNBytes(length);
            }
            if (type.equals("VP8 ") || type.equals("VP8L")) {
                pictures.add(type);
            }
            if (length % 2 == 1 && left > 0) {
                content.skipNBytes(1);
                left--;
            }
        }
        content.skipNBytes(left);
    }

    /// Reads position (stored halved) and size of a frame; only the first frame is used.
    private void frame() throws IOException {
        int left = 2 * threeBytes();
        int top = 2 * threeBytes();
        PictureSize size = new PictureSize(1 + threeBytes(), 1 + threeBytes());
        content.skipNBytes(4);
        if (canvas == null) {
            canvas = PictureCanvas.of(screen, size, left, top);
        }
    }

    private int threeBytes() throws IOException {
        return content.readUnsignedByte() | content.readUnsignedByte() << 8 | content.readUnsignedByte() << 16;
    }

    private long integer() throws IOException {
        return Integer.reverseBytes(content.readInt()) & 0xffffffffL;
    }
}
