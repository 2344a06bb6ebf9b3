package io.millrace.shm.internal.ring;

import static io.millrace.shm.internal.layout.Words.INTS;
import static io.millrace.shm.internal.layout.Words.LONGS;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.internal.layout.BroadcastHeader;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.Function;

/// A receiver of the ring of a broadcast, in the format of Agrona's `BroadcastReceiver`. It writes
/// nothing.
///
/// ```text
///   next ──▶ copy ──▶ isIntact ──▶ use the copy
///                        └─ false: the sender overtook; next goes on with the latest record
/// ```
///
/// **Order.** `tail` and `latest` are acquired, so the record below is complete, or is being overwritten.
/// Behind the copy stands a fence for loads, then `intent` is loaded: a sender that has overwritten a byte
/// of the copy has announced it before.
///
/// **Damage.** Accesses stay inside the ring. A position that is more than a lap behind is given up for
/// the latest record, which must be a later one, so with words that do not change `next` comes to an end.
public final class BroadcastReader {
    private final MemorySegment ring;
    private final int capacity;
    private final long intentAt;
    private final long tailAt;
    private final long latestAt;
    private final Function<String, FileFormatException> damaged;
    /// Where the record begins that `next` found, and the one behind it.
    private long position;
    private long following;
    private int index;

    /// Goes on from the latest record.
    ///
    /// @param ring with its trailer
    /// @param damaged makes the exception for a ring with such positions
    BroadcastReader(MemorySegment ring, Function<String, FileFormatException> damaged) {
        this.ring = ring;
        this.damaged = damaged;
        capacity = (int) (ring.byteSize() - BroadcastHeader.TRAILER_BYTE_SIZE);
        intentAt = capacity + BroadcastHeader.INTENT_POSITION;
        tailAt = capacity + BroadcastHeader.TAIL_POSITION;
        latestAt = capacity + BroadcastHeader.LATEST_POSITION;
        following = (long) LONGS.getAcquire(ring, latestAt);
    }

    /// Goes to the next record; false when there is none. A reader that was overtaken goes to the latest.
    ///
    /// @throws FileFormatException the positions are impossible
    public boolean next() {
        long ahead = (long) LONGS.getAcquire(ring, tailAt) - following;
        if (ahead <= 0) {
            return false;
        }
        if (ahead > capacity || isOvertaken(following)) {
            long latest = (long) LONGS.getAcquire(ring, latestAt);
            if (latest - following < 0) {
                throw damaged.apply("position=%s, latest=%s".formatted(following, latest));
            }
            following = latest;
        }
        goTo(following);
        if (type() == RingRecord.PADDING) {
            goTo(position + capacity - index);
        }
        return true;
    }

    /// Whether there is a next record.
    public boolean hasNext() {
        return (long) LONGS.getAcquire(ring, tailAt) - following > 0;
    }

    private void goTo(long record) {
        position = record;
        index = RingRecord.index(record, capacity);
        following = record + RingRecord.aligned((int) INTS.get(ring, (long) index));
    }

    private boolean isOvertaken(long record) {
        return (long) LONGS.getAcquire(ring, intentAt) - record >= capacity;
    }

    /// The type of the record.
    int type() {
        return (int) INTS.get(ring, index + (long) RingRecord.TYPE);
    }

    /// Whether it is a message.
    public boolean isMessage() {
        return type() == BroadcastState.MESSAGE;
    }

    /// How many bytes it has, if they can be a record in that place, else negative.
    public int length() {
        int length = (int) INTS.get(ring, (long) index) - RingRecord.HEADER;
        boolean possible = length >= Long.BYTES
                && length <= RingRecord.largest(capacity)
                && length <= capacity - index - RingRecord.HEADER;
        return possible ? length : -1;
    }

    /// Copies its first `length` bytes.
    public void copyTo(MemorySegment target, int length) {
        MemorySegment.copy(ring, index + RingRecord.HEADER, target, 0, length);
    }

    /// Whether what was read of the record since `next` is the record. If not, `next` goes on with the
    /// latest one.
    public boolean isIntact() {
        VarHandle.acquireFence();
        boolean intact = !isOvertaken(position);
        if (!intact) {
            following = (long) LONGS.getAcquire(ring, latestAt);
        }
        return intact;
    }

    /// Where the record begins, for messages about it.
    @Override
    public String toString() {
        return "position=%s, length=%s".formatted(position, (int) INTS.get(ring, (long) index));
    }
}
