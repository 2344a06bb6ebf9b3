package io.millrace.shm.internal.layout;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// First bytes of the region of a broadcast. Each word that changes often has 128 bytes to itself.
///
/// | field      | offset | bytes | written by             | order                                |
/// |------------|-------:|------:|------------------------|--------------------------------------|
/// | `codec`    |      0 |    64 | creator                | plain, before the region             |
/// | `sender`   |    128 |     8 | see `EndWord`          | compare-and-set                      |
/// | `arrivals` |    256 |     4 | sender and subscribers | see `EventCount`                     |
/// | `next`     |    384 |     8 | sender                 | release, before the message is sent  |
///
/// At byte 512 a ring of Agrona's `BroadcastTransmitter` begins: `capacity` bytes of records, where
/// `capacity` is a power of two, then a trailer of 128 bytes. The shape of the region has one
/// length, the capacity. Each record begins with the number of its message, 8 bytes; `next` is the
/// number of the next message. On `arrivals`, an event count, subscribers sleep until a message
/// comes.
public final class BroadcastHeader {
    /// The smallest capacity of a ring.
    public static final long MIN_CAPACITY = 1 << 10;
    /// The largest capacity of a ring: Agrona counts its bytes with an `int`.
    public static final long MAX_CAPACITY = 1 << 30;
    /// Bytes of the trailer.
    public static final long TRAILER_BYTE_SIZE = 128;

    /// Offset in the trailer of the position up to where the sender is about to write.
    public static final long INTENT_POSITION = 0;
    /// Offset in the trailer of the position up to where the sender has written.
    public static final long TAIL_POSITION = 8;
    /// Offset in the trailer of the position where the latest record begins.
    public static final long LATEST_POSITION = 16;

    /// Offset of the ring.
    public static final long RING = 512;

    /// The layout of the table above.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Words.bytes(64, "codec"),
            MemoryLayout.paddingLayout(64),
            Words.LONG.withName("sender"),
            MemoryLayout.paddingLayout(120),
            Words.INT.withName("arrivals"),
            MemoryLayout.paddingLayout(124),
            Words.LONG.withName("next"),
            MemoryLayout.paddingLayout(120));

    private BroadcastHeader() {}

    /// Offset of a field of the header.
    public static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }

    /// Bytes of the ring and its trailer.
    public static long ringByteSize(long capacity) {
        return capacity + TRAILER_BYTE_SIZE;
    }

    /// Bytes of the region.
    public static long byteSize(long capacity) {
        return RING + ringByteSize(capacity);
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
