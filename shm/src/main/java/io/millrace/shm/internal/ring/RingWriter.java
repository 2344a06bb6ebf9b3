package io.millrace.shm.internal.ring;

import io.millrace.shm.internal.layout.PipeHeader;
import java.lang.foreign.MemorySegment;

/// The sending half of a ring of a pipe, in the format of Agrona's `OneToOneRingBuffer`.
///
/// ```text
///    head ────────────────▶ tail
///   ──┬──────────┬─────────┬─────────────────────┬──────────────
///     │ record   │ record  │ 0 │ room of a claim │
///   ──┴──────────┴─────────┴─────────────────────┴──────────────
/// ```
///
/// A claim only checks that there is room. A commit clears the header behind the record, moves the tail,
/// and last stores the header of the record, which says that the record is there.
///
/// **Order.** The header and the tail are released, so who acquires the length of a record sees its
/// bytes, the tail behind it and the cleared header behind it. The head is acquired: the bytes below
/// it were read before they are written again. `tail` and `seenHead` are the sender's own, and plain.
/// No access is a full fence.
///
/// **Death, and claims given up.** Before the header is stored there is no record; the next record
/// overwrites what was written of it.
///
/// **Damage.** Whatever the positions in the file are, accesses stay inside the ring; with impossible
/// positions the ring has no room. Goes by [BareMemory]: the caller is inside the guard of the sender.
final class RingWriter {
    /// There is no room.
    static final int FULL = -1;

    private static final int HEADER = RingRecord.HEADER;

    private final long records;
    private final int capacity;
    private final long tailAddress;
    private final long headAddress;
    /// Where the sender keeps the head that it saw last, on a cache line that the receiver does not use.
    private final long seenHeadAddress;
    /// Where the record begins that was claimed last.
    private long claimed;

    /// The ring and its trailer.
    RingWriter(MemorySegment ring) {
        records = ring.address();
        capacity = (int) (ring.byteSize() - PipeHeader.TRAILER_BYTE_SIZE);
        tailAddress = records + capacity + PipeHeader.TAIL_POSITION;
        headAddress = records + capacity + PipeHeader.HEAD_POSITION;
        seenHeadAddress = records + capacity + PipeHeader.SEEN_HEAD_POSITION;
    }

    private int index(long position) {
        return RingRecord.index(position, capacity);
    }

    /// Where the bytes of a message of that length go; `FULL` when there is no room.
    int claim(int length) {
        int size = RingRecord.byteSize(length);
        long tail = BareMemory.getLong(tailAddress);
        if (!hasRoom(tail, BareMemory.getLong(seenHeadAddress), size) && !hasRoom(tail, seeHead(), size)) {
            return FULL;
        }
        claimed = tail;
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
        long head = BareMemory.getLongAcquire(headAddress);
        BareMemory.setLong(seenHeadAddress, head);
        return head;
    }

    /// Fills the rest of the ring with padding; the room is then at the beginning, if the receiver has
    /// read that part.
    private int claimFirst(long tail, int left, int size) {
        put(tail, left, RingRecord.PADDING, left);
        claimed = tail + left;
        boolean fits = hasRoom(claimed, BareMemory.getLong(seenHeadAddress), size) || hasRoom(claimed, seeHead(), size);
        return fits ? HEADER : FULL;
    }

    /// Publishes the message that was claimed last.
    void commit(int type, int length) {
        put(claimed, RingRecord.byteSize(length), type, length + HEADER);
    }

    private void put(long tail, int size, int type, int lengthWithHeader) {
        BareMemory.setLong(records + index(tail + size), 0);
        BareMemory.setLongRelease(tailAddress, tail + size);
        BareMemory.setLongRelease(records + index(tail), RingRecord.header(lengthWithHeader, type));
    }

    /// Copies the bytes of a message to its place.
    void write(MemorySegment source, long from, int index, int length) {
        BareMemory.copy(source.address() + from, records + index, length);
    }
}
