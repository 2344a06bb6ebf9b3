package io.millrace.shm.internal.ring;

import static io.millrace.shm.internal.layout.Words.INTS;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.internal.layout.PipeHeader;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.wait.RingSignal;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// One ring of a pipe with the two words on which its sides sleep. The addresses are of [BareMemory], so
/// only threads inside a [BiasedLock] may use them; everything else here is checked memory.
final class Direction {
    /// The receiver sleeps on it.
    final RingSignal messages;
    /// The sender sleeps on it.
    final RingSignal room;
    /// The ring and its trailer.
    final MemorySegment segment;

    private final Region region;
    private final int capacity;
    /// Of the header of the region, and of the two words in it.
    private final long headerAddress;
    private final long messagesAddress;
    private final long roomAddress;

    /// @param start of the ring in the region
    /// @param messages and `room`: fields of the header with the words
    Direction(Region region, long start, String messages, String room) {
        this.region = region;
        capacity = (int) region.shape()[0];
        segment = region.segment().asSlice(start, PipeHeader.ringByteSize(capacity));
        headerAddress = region.segment().address();
        messagesAddress = headerAddress + PipeHeader.offset(messages);
        roomAddress = headerAddress + PipeHeader.offset(room);
        this.messages = new RingSignal(region.segment(), PipeHeader.offset(messages));
        this.room = new RingSignal(region.segment(), PipeHeader.offset(room));
    }

    /// Wakes the receiver after a message was published. The caller is inside the sender's guard.
    void ringForMessage() {
        VarHandle.acquireFence(); // for the compiler: the load below stays below
        if (!RingSignal.isStreaming(BareMemory.getIntVolatile(messagesAddress))) {
            messages.ring();
        }
    }

    /// Wakes the sender after records were read. The caller is inside the receiver's guard.
    void ringForRoom() {
        VarHandle.acquireFence(); // as above
        if (!RingSignal.isStreaming(BareMemory.getIntVolatile(roomAddress))) {
            room.ring();
        }
    }

    /// The word of an end. The caller is inside a guard.
    long endWord(long offset) {
        return BareMemory.getLongAcquire(headerAddress + offset);
    }

    /// Bytes of the largest message that is one record.
    int largest() {
        return RingRecord.largest(capacity);
    }

    /// Whether a record was published that the receiver has not read yet.
    boolean hasMessages() {
        return (int) INTS.getAcquire(segment, (long) RingRecord.index(head(), capacity)) > 0;
    }

    /// The position up to which the receiver has read.
    long head() {
        return RingPositions.head(segment, 0, capacity);
    }

    /// Bytes of records that are claimed or not read yet.
    ///
    /// @throws FileFormatException the positions in the file are impossible
    long used() {
        long head = head();
        long tail = RingPositions.tail(segment, 0, capacity);
        long used = tail - head;
        // the head may have moved on since
        if (used < 0 && head() == head || used > capacity || (head | tail) % Long.BYTES != 0) {
            throw damaged("head=" + head + ", tail=" + tail);
        }
        return Math.max(0, used);
    }

    FileFormatException damaged(String what) {
        return new FileFormatException("a ring of the pipe is damaged: region=%s, %s; close both ends and call reset()"
                .formatted(region.info(), what));
    }
}
