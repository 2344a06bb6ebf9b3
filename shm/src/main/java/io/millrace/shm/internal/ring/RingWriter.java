package io.millrace.shm.internal.ring;

import static org.agrona.UnsafeApi.getLong;
import static org.agrona.UnsafeApi.getLongVolatile;
import static org.agrona.UnsafeApi.putInt;
import static org.agrona.UnsafeApi.putIntRelease;
import static org.agrona.UnsafeApi.putLong;
import static org.agrona.UnsafeApi.putLongRelease;

import java.lang.foreign.MemorySegment;
import org.agrona.BitUtil;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/// The sending half of Agrona's `OneToOneRingBuffer`, in its format, in half the time: it writes each
/// word once, and checks no index that cannot be wrong.
///
/// ```text
///    head ────────────────▶ tail
///   ──┬──────────┬─────────┬─────────────────────┬──────────────
///     │ record   │ record  │ 0 │ room of a claim │
///   ──┴──────────┴─────────┴─────────────────────┴──────────────
///   a record: length with this header 32 │ type 32 │ bytes, up to a multiple of 8
/// ```
///
/// A claim only checks that there is room. A commit clears the header behind the record, moves the tail,
/// and last stores the length, which says that the record is there. The receiver reads with Agrona's
/// classes and moves the head.
///
/// **Death, and claims given up.** Before the length is stored there is no record; the next record
/// overwrites what was written of it.
///
/// Goes by the bare address: the caller is inside the guard of the sender. Whatever the positions in the
/// file are, accesses stay inside the ring; with impossible positions the ring has no room.
final class RingWriter {
    /// There is no room.
    static final int FULL = -1;

    private static final int HEADER = RecordDescriptor.HEADER_LENGTH;

    private final long records;
    private final int capacity;
    private final long tailAddress;
    private final long headAddress;
    /// Where the sender keeps the head that it saw last, on a cache line that the receiver does not use.
    private final long seenHeadAddress;

    /// The ring and its trailer.
    RingWriter(MemorySegment segment) {
        records = segment.address();
        capacity = (int) segment.byteSize() - RingBufferDescriptor.TRAILER_LENGTH;
        long trailer = records + capacity;
        tailAddress = trailer + RingBufferDescriptor.TAIL_POSITION_OFFSET;
        headAddress = trailer + RingBufferDescriptor.HEAD_POSITION_OFFSET;
        seenHeadAddress = trailer + RingBufferDescriptor.HEAD_CACHE_POSITION_OFFSET;
    }

    private static int recordSize(int length) {
        return BitUtil.align(length + HEADER, RecordDescriptor.ALIGNMENT);
    }

    private int index(long position) {
        return (int) position & capacity - 1 & -RecordDescriptor.ALIGNMENT;
    }

    /// Where the bytes of a message of that length go; `FULL` when there is no room.
    int claim(int length) {
        int size = recordSize(length);
        long tail = getLong(tailAddress);
        if (!hasRoom(tail, getLong(seenHeadAddress), size) && !hasRoom(tail, seeHead(), size)) {
            return FULL;
        }
        int index = index(tail);
        int left = capacity - index;
        // the header behind the record is cleared, and is at the beginning when the record ends at the end
        return size + HEADER <= left || size == left ? index + HEADER : claimFirst(tail, left, size);
    }

    private boolean hasRoom(long tail, long head, int size) {
        long used = tail - head;
        return used >= 0 && used <= capacity - size - HEADER;
    }

    private long seeHead() {
        long head = getLongVolatile(null, headAddress);
        putLong(seenHeadAddress, head);
        return head;
    }

    /// Fills the rest of the ring with padding; the room is then at the beginning, if the receiver has
    /// read that part.
    private int claimFirst(long tail, int left, int size) {
        put(tail, left, RingBuffer.PADDING_MSG_TYPE_ID, left);
        boolean fits =
                hasRoom(tail + left, getLong(seenHeadAddress), size) || hasRoom(tail + left, seeHead(), size);
        return fits ? HEADER : FULL;
    }

    /// Publishes the message that was claimed last.
    void commit(int type, int length) {
        put(getLong(tailAddress), recordSize(length), type, length + HEADER);
    }

    private void put(long tail, int size, int type, int lengthWithHeader) {
        putLong(records + index(tail + size), 0);
        putLongRelease(null, tailAddress, tail + size);
        long record = records + index(tail);
        putInt(record + RecordDescriptor.typeOffset(0), type);
        putIntRelease(null, record + RecordDescriptor.lengthOffset(0), lengthWithHeader);
    }

    /// Copies whole words from a bare address, so up to 7 bytes more than `length`: they belong to the record.
    void copyWords(long source, int index, int length) {
        long target = records + index;
        for (int at = 0; at < length; at += Long.BYTES) {
            putLong(target + at, getLong(source + at));
        }
    }
}
