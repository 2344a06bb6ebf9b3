package io.millrace.shm.layout;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// Beginning of the region of a broadcast. Each hot word is alone on 128 bytes.
///
/// | field    | offset | bytes | written by             | order                                |
/// |----------|-------:|------:|------------------------|--------------------------------------|
/// | `codec`  |      0 |    64 | creator                | plain, before the region             |
/// | `sender` |    128 |     8 | see `EndWord`          | compare-and-set                      |
/// | `bell`   |    256 |     4 | sender and subscribers | compare-and-set                      |
/// | `next`   |    384 |     8 | sender                 | release, before the message is sent  |
///
/// Behind 512 bytes follows a ring of Agrona's `BroadcastTransmitter`: `capacity`, a power of two,
/// bytes of records, then a trailer of 128 bytes. The capacity is the one length in the shape of the
/// region. Each record begins with the number of its message, 8 bytes; `next` is the number of the
/// message to come. Bit 0 of `bell` says that somebody may sleep, the others count.
public final class BroadcastHeader {
    /// The smallest capacity of a ring.
    public static final long MIN_CAPACITY = 1 << 10;
    /// The largest capacity of a ring: Agrona counts its bytes with an `int`.
    public static final long MAX_CAPACITY = 1 << 30;
    /// Bytes behind the records of a ring.
    public static final long TRAILER_BYTE_SIZE = 128;

    /// Where the ring begins.
    public static final long RING = 512;

    /// The picture above.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Words.bytes(64, "codec"),
            MemoryLayout.paddingLayout(64),
            Words.LONG.withName("sender"),
            MemoryLayout.paddingLayout(120),
            Words.INT.withName("bell"),
            MemoryLayout.paddingLayout(124),
            Words.LONG.withName("next"),
            MemoryLayout.paddingLayout(120));

    private BroadcastHeader() {}

    /// Where a field of the header begins.
    public static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }

    /// Of the ring with its trailer.
    public static long ringByteSize(long capacity) {
        return capacity + TRAILER_BYTE_SIZE;
    }

    /// Of the region.
    public static long byteSize(long capacity) {
        return RING + ringByteSize(capacity);
    }

    /// Whether a ring can have that capacity.
    public static boolean isCapacity(long capacity) {
        return capacity >= MIN_CAPACITY && capacity <= MAX_CAPACITY && Long.bitCount(capacity) == 1;
    }
}
