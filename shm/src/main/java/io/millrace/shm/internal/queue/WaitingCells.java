package io.millrace.shm.internal.queue;

import static io.millrace.shm.internal.layout.QueueCell.FULL;

import io.millrace.shm.internal.layout.QueueCell;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// The messages that wait, without taking them. Writes nothing; other threads may change the queue
/// meanwhile.
///
/// **Order.** A message is copied between two reads of the word of its cell. The word names the turn, and
/// the bytes of a cell change only in a turn in which it is `WRITING`. So if both reads give the same word
/// with the state `FULL`, the copy is that message, even when the message was taken and given back in
/// between. The acquire fence keeps the second read behind the copy.
public record WaitingCells(CellRing ring) {
    /// The lowest position at which a message may wait.
    public long first() {
        return Math.max(ring.head(), ring.tail() - ring.capacity());
    }

    /// The position behind the last message.
    public long end() {
        return ring.tail();
    }

    /// Copies the message of a position to the beginning of `target`.
    ///
    /// @param target as large as the largest message
    /// @return its size in bytes; negative when no message waits at that position
    public long copy(long position, MemorySegment target) {
        long full = QueueCell.word(ring.turn(position), FULL, 0);
        long cell = ring.cell(position);
        if (ring.word(cell) != full) {
            return CellRing.NONE;
        }
        MemorySegment region = ring.queue().region().segment();
        long byteSize = QueueCell.byteSize(region, cell);
        boolean fits = byteSize >= 0 && byteSize <= target.byteSize();
        if (fits) {
            MemorySegment.copy(region, ring.message(position), target, 0, byteSize);
        }
        VarHandle.acquireFence();
        if (ring.word(cell) != full) {
            return CellRing.NONE;
        }
        return fits ? byteSize : ring.byteSize(position); // which says that the cell is damaged
    }
}
