package io.millrace.engine.cli.images;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.stream.ImageInputStreamImpl;

/// A file as an input stream for plug-ins of `javax.imageio`. The streams of the JDK open a file by
/// its name as a `String`, which cannot represent every name.
final class ChannelImageStream extends ImageInputStreamImpl {
    private static final int BUFFER_BYTES = 16 << 10;
    private static final int NOWHERE = -1;

    private final SeekableByteChannel channel;
    private final int place;
    private final int cleared;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    /// Offset in the file of the first byte of the buffer.
    private long start;

    ChannelImageStream(Path file) throws IOException {
        this(file, NOWHERE, 0);
    }

    /// The file with some bits of one byte cleared.
    ///
    /// @param place offset of that byte
    /// @param cleared bits to clear
    ChannelImageStream(Path file, int place, int cleared) throws IOException {
        this.channel = Files.newByteChannel(file);
        this.place = place;
        this.cleared = cleared;
    }

    @Override
    public int read() throws IOException {
        checkClosed();
        bitOffset = 0;
        if (!fill()) {
            return -1;
        }
        streamPos++;
        return buffer.get() & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        checkClosed();
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        streamPos += count;
        return count;
    }

    /// Fills the buffer if it does not hold the next byte; returns false at the end of the file.
    private boolean fill() throws IOException {
        long at = streamPos - start;
        if (at >= 0 && at < buffer.limit()) {
            buffer.position((int) at);
            return true;
        }
        start = streamPos;
        channel.position(start);
        buffer.clear();
        int count = channel.read(buffer);
        buffer.flip();
        if (place >= start && place < start + count) {
            int masked = (int) (place - start);
            buffer.put(masked, (byte) (buffer.get(masked) & ~cleared));
        }
        return count > 0;
    }

    @Override
    public long length() {
        try {
            return channel.size();
        } catch (IOException unknown) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        channel.close();
    }
}
