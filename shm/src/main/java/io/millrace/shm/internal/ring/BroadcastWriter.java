package io.millrace.shm.internal.ring;

import static io.millrace.shm.internal.layout.Words.LONGS;

import io.millrace.shm.internal.layout.BroadcastHeader;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// The sending half of the ring of a broadcast, in the format of Agrona's `BroadcastTransmitter`.
///
/// ```text
///   intent ──▶ padding, if the record does not fit before the end ──▶ record ──▶ latest ──▶ tail
/// ```
///
/// **Order.** A fence for stores stands behind `intent`: who sees a byte of the record sees that it was
/// announced. `latest` and `tail` are released: who acquires one of them sees the record.
///
/// **Death.** Before `tail` moves there is no record. What `intent` says may have been overwritten.
///
/// **Damage.** Whatever the positions in the file are, accesses stay inside the ring. The caller holds
/// the lock of the sender.
final class BroadcastWriter {
    private final MemorySegment ring;
    private final int capacity;
    private final long intentAt;
    private final long tailAt;
    private final long latestAt;

    /// The ring and its trailer.
    BroadcastWriter(MemorySegment ring) {
        this.ring = ring;
        capacity = (int) (ring.byteSize() - BroadcastHeader.TRAILER_BYTE_SIZE);
        intentAt = capacity + BroadcastHeader.INTENT_POSITION;
        tailAt = capacity + BroadcastHeader.TAIL_POSITION;
        latestAt = capacity + BroadcastHeader.LATEST_POSITION;
    }

    /// Sends the first `length` bytes of `message`, at most an eighth of the capacity.
    void transmit(int type, MemorySegment message, int length) {
        int size = RingRecord.byteSize(length);
        long position = (long) LONGS.get(ring, tailAt);
        int index = RingRecord.index(position, capacity);
        int left = capacity - index;
        if (size > left) {
            announce(position + left + size);
            LONGS.set(ring, (long) index, RingRecord.header(left, RingRecord.PADDING));
            position += left;
            index = 0;
        } else {
            announce(position + size);
        }
        LONGS.set(ring, (long) index, RingRecord.header(length + RingRecord.HEADER, type));
        MemorySegment.copy(message, 0, ring, index + RingRecord.HEADER, length);
        LONGS.setRelease(ring, latestAt, position);
        LONGS.setRelease(ring, tailAt, position + size);
    }

    private void announce(long end) {
        LONGS.setRelease(ring, intentAt, end);
        VarHandle.releaseFence();
    }

    /// Whether the last sender died after it announced a record and before the record was there.
    boolean isUnfinished() {
        return (long) LONGS.getAcquire(ring, intentAt) != (long) LONGS.get(ring, tailAt);
    }
}
