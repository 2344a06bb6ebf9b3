package io.millrace.spark.internal.source;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.StreamCapabilities;

/// Reads a stream on into memory.
@FunctionalInterface
interface SegmentReader {
    /// Bytes that one call asks for at most. Some streams read less at a time; memory that is being read
    /// into cannot be unmapped.
    int PIECE_BYTES = 4 << 20;

    /// Reads the next bytes, at least one, into a piece that is not empty; -1 at the end.
    int readPiece(MemorySegment piece) throws IOException;

    /// Straight into the memory if the stream can do that, else through a buffer.
    static SegmentReader of(FSDataInputStream in) {
        if (in.hasCapability(StreamCapabilities.READBYTEBUFFER)) {
            return piece -> in.read(piece.asByteBuffer());
        }
        byte[] buffer = new byte[PIECE_BYTES];
        return piece -> {
            int count = in.read(buffer, 0, (int) piece.byteSize());
            if (count > 0) {
                MemorySegment.copy(MemorySegment.ofArray(buffer), 0, piece, 0, count);
            }
            return count;
        };
    }

    /// Reads until the memory is full or the stream ends; returns how many bytes were read.
    default long read(MemorySegment target) throws IOException {
        long done = 0;
        while (done < target.byteSize()) {
            long rest = target.byteSize() - done;
            int count = readPiece(target.asSlice(done, Math.min(PIECE_BYTES, rest)));
            if (count < 0) {
                return done;
            }
            done += count;
        }
        return done;
    }
}
