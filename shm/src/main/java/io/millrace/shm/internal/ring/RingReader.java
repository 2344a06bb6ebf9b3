package io.millrace.shm.internal.ring;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.internal.layout.PipeHeader;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;

/// The receiving half of a ring of a pipe, in the format of Agrona's `OneToOneRingBuffer`: a cursor over
/// the records.
///
/// ```text
///   begin ──▶ next, next, ... ──▶ end
/// ```
///
/// **Order.** The length of a record is acquired: what stands behind it was stored before. The head is
/// released: who acquires it may overwrite what is below.
///
/// **Death.** The head moves at `end`, and where the cursor passes the end of the ring. Until then the
/// records are in the ring as they were.
///
/// **Damage.** Accesses stay inside the ring. A cursor passes no more than one lap of records, after which
/// the sender's tail must be where they end, so nothing in the file makes it run for ever. Goes by
/// [BareMemory]: the caller is inside the guard of the receiver.
final class RingReader {
    private final long records;
    private final int capacity;
    private final long tailAddress;
    private final long headAddress;
    private final Function<String, FileFormatException> damaged;
    private long start;
    private long position;
    private int type;
    private int index;
    private int length;

    /// @param ring with its trailer
    /// @param damaged makes the exception for a ring with such records
    RingReader(MemorySegment ring, Function<String, FileFormatException> damaged) {
        records = ring.address();
        this.damaged = damaged;
        capacity = (int) (ring.byteSize() - PipeHeader.TRAILER_BYTE_SIZE);
        tailAddress = records + capacity + PipeHeader.TAIL_POSITION;
        headAddress = records + capacity + PipeHeader.HEAD_POSITION;
    }

    /// Goes to the first record that was not read.
    void begin() {
        start = BareMemory.getLong(headAddress);
        position = start;
    }

    /// Goes to the next record; false when there is none yet, or a lap was read since `begin`.
    ///
    /// @throws FileFormatException its length is impossible; the cursor stays before it
    boolean next() {
        int at = RingRecord.index(position, capacity);
        int size = BareMemory.getIntAcquire(records + at);
        if (size <= 0 || position - start >= capacity && isLapOver()) {
            return false;
        }
        int kind = BareMemory.getInt(records + at + RingRecord.TYPE);
        if (kind == RingRecord.PADDING) {
            passPadding(at, size);
            return next();
        }
        if (size < RingRecord.HEADER || size > capacity - at) {
            throw impossible(at, size, kind);
        }
        position += RingRecord.aligned(size);
        type = kind;
        index = at + RingRecord.HEADER;
        length = size - RingRecord.HEADER;
        return true;
    }

    /// The records behind are the sender's only if the tail is behind them too.
    private boolean isLapOver() {
        long ahead = BareMemory.getLongAcquire(tailAddress) - position;
        if (ahead < 0 || ahead > capacity) {
            throw damaged.apply("head=%s, ahead=%s".formatted(position, ahead));
        }
        return true;
    }

    /// Padding fills the ring to its end, and stands never at its beginning: so no two follow each other.
    private void passPadding(int at, int size) {
        if (at == 0 || size != capacity - at) {
            throw impossible(at, size, RingRecord.PADDING);
        }
        position += size;
        BareMemory.setLongRelease(headAddress, position);
    }

    private FileFormatException impossible(int at, int size, int kind) {
        return damaged.apply("index=%s, length=%s, type=%s".formatted(at, size, kind));
    }

    /// Gives the records that were passed back to the sender; whether there were any.
    boolean end() {
        boolean moved = position != start;
        if (moved) {
            BareMemory.setLongRelease(headAddress, position);
        }
        return moved;
    }

    /// The type of the record.
    int type() {
        return type;
    }

    /// Where the bytes of its message begin in the ring.
    int index() {
        return index;
    }

    /// How many bytes its message has; they end inside the ring.
    int length() {
        return length;
    }
}
