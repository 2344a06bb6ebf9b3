package io.millrace.shm.message;

import io.millrace.shm.MessageTooLargeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.agrona.concurrent.UnsafeBuffer;

/// Private memory for one message: where a value is encoded when its size is not known before, and
/// where the pieces of a large one are put together. Grows as needed; one thread at a time.
final class Scratch {
    /// The largest message of a pipe.
    static final long LARGEST = 1L << 30;

    private static final long SMALL = 4 << 10;
    private static final long KEPT = 1 << 20;
    private static final long QUICK_GROWTH = 16 << 20;

    private MemorySegment segment;
    private UnsafeBuffer buffer;

    Scratch() {
        segment = Arena.ofAuto().allocate(SMALL, Long.BYTES);
        buffer = AgronaMemory.over(segment);
    }

    MemorySegment segment() {
        return segment;
    }

    /// The same bytes. Valid until the next call that may grow.
    UnsafeBuffer buffer() {
        return buffer;
    }

    /// Writes the value to the beginning; how many bytes it took.
    <T> long encode(Codec<T> codec, T value) {
        while (true) {
            try {
                return checked(codec, codec.encode(value, segment), segment.byteSize());
            } catch (MessageTooLargeException tooLarge) {
                if (segment.byteSize() >= LARGEST) {
                    throw tooLarge;
                }
                renew(segment.byteSize() < QUICK_GROWTH ? 4 * segment.byteSize() : 2 * segment.byteSize());
            }
        }
    }

    /// What `encode` of a codec gave back, if it can be.
    static <T> long checked(Codec<T> codec, long byteSize, long largest) {
        if (byteSize < 0 || byteSize > largest) {
            throw new IllegalStateException("the codec gave back an impossible size: codec=%s, byteSize=%d, largest=%d"
                    .formatted(codec.name(), byteSize, largest));
        }
        return byteSize;
    }

    /// That there are so many bytes; what they hold is lost.
    void require(long byteSize) {
        if (segment.byteSize() < byteSize) {
            renew(byteSize);
        }
    }

    /// Adds bytes behind the first `byteSize`, which stay.
    void append(long byteSize, MemorySegment more) {
        long needed = byteSize + more.byteSize();
        if (needed > segment.byteSize()) {
            MemorySegment old = segment.asSlice(0, byteSize);
            renew(Math.min(LARGEST, Math.max(needed, 2 * segment.byteSize())));
            segment.copyFrom(old);
        }
        MemorySegment.copy(more, 0, segment, byteSize, more.byteSize());
    }

    private void renew(long byteSize) {
        segment = Arena.ofAuto().allocate(byteSize, Long.BYTES);
        buffer = AgronaMemory.over(segment);
    }

    /// Lets go of much memory that a rare large message needed.
    void relax() {
        if (segment.byteSize() > KEPT) {
            renew(SMALL);
        }
    }
}
