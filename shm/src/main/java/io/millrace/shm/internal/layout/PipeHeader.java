package io.millrace.shm.internal.layout;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// First bytes of the region of a pipe. Each word that changes often has 128 bytes to itself, so no
/// two such words share a cache line or a pair of lines that the processor fetches together.
///
/// | field             | offset | bytes | written by              | order                         |
/// |-------------------|-------:|------:|-------------------------|-------------------------------|
/// | `toSecondCodec`   |      0 |    64 | creator                 | plain, before the region      |
/// | `toFirstCodec`    |     64 |    64 | creator                 | plain, before the region      |
/// | `first`           |    128 |     8 | see `EndWord`           | compare-and-set               |
/// | `second`          |    256 |     8 | see `EndWord`           | compare-and-set               |
/// | `secondReceives`  |    384 |     4 | both ends               | see `RingSignal`              |
/// | `firstSends`      |    512 |     4 | both ends               | see `RingSignal`              |
/// | `firstReceives`   |    640 |     4 | both ends               | see `RingSignal`              |
/// | `secondSends`     |    768 |     4 | both ends               | see `RingSignal`              |
///
/// ```text
/// 0             1,024                          1,792 + capacity
/// +-------------+------------------------------+------------------------------+
/// | this header | ring from first to second    | ring from second to first    |
/// |             | capacity | trailer of 768    | capacity | trailer of 768    |
/// +-------------+------------------------------+------------------------------+
/// ```
///
/// A ring has the format of Agrona's `OneToOneRingBuffer`: `capacity` bytes of records, where
/// `capacity` is a power of two, then a trailer with the positions, so code for Agrona can read and
/// write it. The shape of the region has one
/// length, the capacity. On `secondReceives` and `firstReceives` an end sleeps until a message
/// comes; on `firstSends` and `secondSends` it sleeps until its ring has space.
public final class PipeHeader {
    /// The smallest capacity of a ring.
    public static final long MIN_CAPACITY = 1 << 10;
    /// The largest capacity of a ring: Agrona counts its bytes with an `int`.
    public static final long MAX_CAPACITY = 1 << 30;
    /// Bytes of the trailer.
    public static final long TRAILER_BYTE_SIZE = 768;
    /// Offset in the trailer of the sender's position.
    public static final long TAIL_POSITION = 128;
    /// Offset in the trailer of the receiver's position as the sender saw it last; the sender's own.
    public static final long SEEN_HEAD_POSITION = 256;
    /// Offset in the trailer of the receiver's position.
    public static final long HEAD_POSITION = 384;

    private static final long HEADER_BYTE_SIZE = 1024;

    /// The layout of the table above.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Words.bytes(64, "toSecondCodec"),
            Words.bytes(64, "toFirstCodec"),
            Words.LONG.withName("first"),
            MemoryLayout.paddingLayout(120),
            Words.LONG.withName("second"),
            MemoryLayout.paddingLayout(120),
            Words.INT.withName("secondReceives"),
            MemoryLayout.paddingLayout(124),
            Words.INT.withName("firstSends"),
            MemoryLayout.paddingLayout(124),
            Words.INT.withName("firstReceives"),
            MemoryLayout.paddingLayout(124),
            Words.INT.withName("secondSends"),
            MemoryLayout.paddingLayout(252));

    private PipeHeader() {}

    /// Offset of a field of the header.
    public static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }

    /// Offset of the ring to the second end.
    public static long toSecond() {
        return HEADER_BYTE_SIZE;
    }

    /// Offset of the ring to the first end.
    public static long toFirst(long capacity) {
        return HEADER_BYTE_SIZE + ringByteSize(capacity);
    }

    /// Bytes of a ring and its trailer.
    public static long ringByteSize(long capacity) {
        return capacity + TRAILER_BYTE_SIZE;
    }

    /// Bytes of the region.
    public static long byteSize(long capacity) {
        return HEADER_BYTE_SIZE + 2 * ringByteSize(capacity);
    }

    /// The capacity of a ring that holds at least that many bytes.
    ///
    /// @throws IllegalArgumentException no ring is that small or large
    public static long capacity(long capacityBytes) {
        return Geometry.ringCapacity(capacityBytes, MIN_CAPACITY, MAX_CAPACITY);
    }

    /// Whether a ring can have that capacity.
    public static boolean isCapacity(long capacity) {
        return capacity >= MIN_CAPACITY && capacity <= MAX_CAPACITY && Long.bitCount(capacity) == 1;
    }
}
