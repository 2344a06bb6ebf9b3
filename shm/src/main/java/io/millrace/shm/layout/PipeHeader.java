package io.millrace.shm.layout;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// Beginning of the region of a pipe. Each hot word is alone on 128 bytes.
///
/// | field             | offset | bytes | written by              | order                         |
/// |-------------------|-------:|------:|-------------------------|-------------------------------|
/// | `toSecondCodec`   |      0 |    64 | creator                 | plain, before the region      |
/// | `toFirstCodec`    |     64 |    64 | creator                 | plain, before the region      |
/// | `first`           |    128 |     8 | see `EndWord`           | compare-and-set               |
/// | `second`          |    256 |     8 | see `EndWord`           | compare-and-set               |
/// | `secondReceives`  |    384 |     4 | both ends               | see the doorbell's page       |
/// | `firstSends`      |    512 |     4 | both ends               | see the doorbell's page       |
/// | `firstReceives`   |    640 |     4 | both ends               | see the doorbell's page       |
/// | `secondSends`     |    768 |     4 | both ends               | see the doorbell's page       |
///
/// ```text
/// 0             1,024                          1,792 + capacity
/// +-------------+------------------------------+------------------------------+
/// | this header | ring from first to second    | ring from second to first    |
/// |             | capacity | trailer of 768    | capacity | trailer of 768    |
/// +-------------+------------------------------+------------------------------+
/// ```
///
/// A ring is Agrona's `OneToOneRingBuffer`: `capacity`, a power of two, bytes of records, then a
/// trailer with the positions. The capacity is the one length in the shape of the region.
public final class PipeHeader {
    /// The smallest capacity of a ring.
    public static final long MIN_CAPACITY = 1 << 10;
    /// The largest capacity of a ring: Agrona counts its bytes with an `int`.
    public static final long MAX_CAPACITY = 1 << 30;
    /// Bytes behind the records of a ring.
    public static final long TRAILER_BYTE_SIZE = 768;
    /// In the trailer: how far the sender got.
    public static final long TAIL_POSITION = 128;
    /// In the trailer: how far the receiver got.
    public static final long HEAD_POSITION = 384;

    private static final long HEADER_BYTE_SIZE = 1024;

    /// The picture above.
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

    /// Where a field of the header begins.
    public static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }

    /// Where the ring to the second end begins.
    public static long toSecond() {
        return HEADER_BYTE_SIZE;
    }

    /// Where the ring to the first end begins.
    public static long toFirst(long capacity) {
        return HEADER_BYTE_SIZE + ringByteSize(capacity);
    }

    /// Of one ring with its trailer.
    public static long ringByteSize(long capacity) {
        return capacity + TRAILER_BYTE_SIZE;
    }

    /// Of the region.
    public static long byteSize(long capacity) {
        return HEADER_BYTE_SIZE + 2 * ringByteSize(capacity);
    }

    /// Whether a ring can have that capacity.
    public static boolean isCapacity(long capacity) {
        return capacity >= MIN_CAPACITY && capacity <= MAX_CAPACITY && Long.bitCount(capacity) == 1;
    }
}
