package io.millrace.shm.internal.ring;

import io.millrace.shm.MessageTooLargeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Private memory for one message: for a value whose encoded size is not known, and for a large message
/// that arrives in pieces. Grows as needed; for one thread at a time.
public final class EncodingBuffer {
    /// The largest message of a pipe.
    static final long MAX_BYTES = 1L << 30;

    private static final long FIRST_BYTES = 4 << 10;
    private static final long MAX_KEPT_BYTES = 1 << 20;
    private static final long DOUBLING_UP_TO_BYTES = 16 << 20;

    private MemorySegment segment;

    public EncodingBuffer() {
        segment = Arena.ofAuto().allocate(FIRST_BYTES, Long.BYTES);
    }

    public MemorySegment segment() {
        return segment;
    }

    /// Writes the value to the beginning; the number of bytes that it took.
    <T> long encode(Encoder<T> encoder, T value) {
        while (true) {
            try {
                return encoder.encode(value, segment);
            } catch (MessageTooLargeException tooLarge) {
                if (segment.byteSize() >= MAX_BYTES) {
                    throw tooLarge;
                }
                renew(segment.byteSize() < DOUBLING_UP_TO_BYTES ? 4 * segment.byteSize() : 2 * segment.byteSize());
            }
        }
    }

    /// Grows to `byteSize` bytes if there are fewer; what they held is lost then.
    public void require(long byteSize) {
        if (segment.byteSize() < byteSize) {
            renew(byteSize);
        }
    }

    /// Adds bytes behind the first `byteSize`, which stay.
    public void append(long byteSize, MemorySegment more) {
        long needed = byteSize + more.byteSize();
        if (needed > segment.byteSize()) {
            MemorySegment old = segment.asSlice(0, byteSize);
            renew(Math.min(MAX_BYTES, Math.max(needed, 2 * segment.byteSize())));
            segment.copyFrom(old);
        }
        MemorySegment.copy(more, 0, segment, byteSize, more.byteSize());
    }

    private void renew(long byteSize) {
        segment = Arena.ofAuto().allocate(byteSize, Long.BYTES);
    }

    /// Frees the memory that a rare large message needed.
    void relax() {
        if (segment.byteSize() > MAX_KEPT_BYTES) {
            renew(FIRST_BYTES);
        }
    }
}
