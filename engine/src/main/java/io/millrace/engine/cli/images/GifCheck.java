package io.millrace.engine.cli.images;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import javax.imageio.IIOException;
import org.jspecify.annotations.Nullable;

/// Checks that a GIF is complete: each block has the length that it announces, the codes of its
/// first picture make all pixels, and the file has a trailer. Zeros between blocks are ignored, as
/// browsers do.
final class GifCheck {
    private static final int SIGNATURE_BYTES = 6;
    private static final int EXTENSION = 0x21;
    private static final int PICTURE = 0x2c;
    private static final int TRAILER = 0x3b;

    private final DataInputStream content;
    private PictureSize screen = new PictureSize(0, 0);
    private @Nullable PictureCanvas canvas;

    GifCheck(DataInputStream content) {
        this.content = content;
    }

    PictureCanvas check() throws IOException {
        try {
            content.skipNBytes(SIGNATURE_BYTES);
            screen = new PictureSize(shortInteger(), shortInteger());
            int flags = content.readUnsignedByte();
            content.skipNBytes(2 + colours(flags));
            blocks();
        } catch (EOFException early) {
            throw new EOFException("the file ends before its trailer");
        }
        if (canvas == null) {
            throw new IIOException("there is no picture in it");
        }
        return canvas;
    }

    private void blocks() throws IOException {
        while (true) {
            int kind = content.readUnsignedByte();
            switch (kind) {
                case 0 -> { }
                case EXTENSION -> {
                    content.skipNBytes(1);
                    skipSubBlocks();
                }
                case PICTURE -> picture();
                case TRAILER -> {
                    return;
                }
                default -> throw new IIOException("there is no block where one should begin");
            }
        }
    }

    private void picture() throws IOException {
        int left = shortInteger();
        int top = shortInteger();
        PictureSize size = new PictureSize(shortInteger(), shortInteger());
        int flags = content.readUnsignedByte();
        content.skipNBytes(colours(flags));
        int codeBits = content.readUnsignedByte();
        if (canvas != null) {
            skipSubBlocks();
        } else {
            canvas = PictureCanvas.of(screen, size, left, top);
            codes(codeBits, size.pixels());
        }
    }

    private void codes(int codeBits, long pixels) throws IOException {
        if (codeBits < 1 || codeBits > 8) {
            throw new IIOException("codes of %s bits".formatted(codeBits));
        }
        LzwLength length = new LzwLength(codeBits);
        for (int bytes = content.readUnsignedByte(); bytes > 0; bytes = content.readUnsignedByte()) {
            for (byte next : readFully(bytes)) {
                if (length.pixels() < pixels) {
                    length.add(next & 0xff);
                }
            }
        }
        if (length.pixels() < pixels) {
            throw new IIOException("its codes make %s pixels of %s".formatted(length.pixels(), pixels));
        }
    }

    private byte[] readFully(int count) throws IOException {
        byte[] bytes = new byte[count];
        content.readFully(bytes);
        return bytes;
    }

    private void skipSubBlocks() throws IOException {
        for (int bytes = content.readUnsignedByte(); bytes > 0; bytes = content.readUnsignedByte()) {
            content.skipNBytes(bytes);
        }
    }

    private int shortInteger() throws IOException {
        return content.readUnsignedByte() | content.readUnsignedByte() << 8;
    }

    /// Bytes of the colour table that these flags announce.
    private static int colours(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 * (2 << (flags & 7));
    }
}
