package io.millrace.spark.internal.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.apache.hadoop.fs.ByteBufferReadable;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.fs.StreamCapabilities;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentReaderTest {
    private final byte[] content = new byte[SegmentReader.PIECE_BYTES + 1000];

    /// Gives at most 100,000 bytes at a time.
    private class Stream extends ByteArrayInputStream implements Seekable, PositionedReadable {
        Stream() {
            super(content);
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 100_000));
        }

        @Override
        public void seek(long position) {
            pos = (int) position;
        }

        @Override
        public long getPos() {
            return pos;
        }

        @Override
        public boolean seekToNewSource(long position) {
            return false;
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void readFully(long position, byte[] target, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void readFully(long position, byte[] target) {
            throw new UnsupportedOperationException();
        }
    }

    private final class DirectStream extends Stream implements ByteBufferReadable, StreamCapabilities {
        @Override
        public int read(ByteBuffer target) {
            byte[] bytes = new byte[target.remaining()];
            int count = read(bytes, 0, bytes.length);
            target.put(bytes, 0, Math.max(0, count));
            return count;
        }

        @Override
        public boolean hasCapability(String capability) {
            return capability.equals(StreamCapabilities.READBYTEBUFFER);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allBytesArriveHoweverFewAtATime(boolean direct) throws IOException {
        new Random(1).nextBytes(content);
        try (Arena arena = Arena.ofShared();
                FSDataInputStream in = new FSDataInputStream(direct ? new DirectStream() : new Stream())) {
            in.seek(5);
            MemorySegment target = arena.allocate(content.length);
            assertEquals(content.length - 5, SegmentReader.of(in).read(target));
            assertArrayEquals(
                    Arrays.copyOfRange(content, 5, content.length),
                    target.asSlice(0, content.length - 5).toArray(ValueLayout.JAVA_BYTE));
        }
    }
}
