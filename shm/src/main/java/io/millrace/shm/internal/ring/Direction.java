package io.millrace.shm.internal.ring;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.internal.layout.PipeHeader;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.wait.RingSignal;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.jspecify.annotations.Nullable;

/// One ring of a pipe with the two words on which its sides sleep. `ring`, `buffer` and the header go
/// by bare addresses, so only threads inside a [BiasedLock] may use them; everything else here is
/// checked memory.
final class Direction {
    private static final VarHandle INT = ValueLayout.JAVA_INT
            .withOrder(ByteOrder.LITTLE_ENDIAN)
            .varHandle()
            .withInvokeExactBehavior();

    final OneToOneRingBuffer ring;
    final UnsafeBuffer buffer;
    /// The receiver sleeps on it.
    final RingSignal messages;
    /// The sender sleeps on it.
    final RingSignal room;
    /// The ring and its trailer.
    final MemorySegment segment;

    private final Region region;
    private final long capacity;
    /// The header, for threads inside a guard: takes a third of the time of checked memory.
    private final UnsafeBuffer header;
    private final int messagesWord;
    private final int roomWord;

    /// @param start of the ring in the region
    /// @param messages and `room`: fields of the header with the words
    Direction(Region region, long start, String messages, String room) {
        this.region = region;
        capacity = region.shape()[0];
        segment = region.segment().asSlice(start, PipeHeader.ringByteSize(capacity));
        buffer = AgronaMemory.over(segment);
        ring = new OneToOneRingBuffer(buffer);
        header = AgronaMemory.over(region.segment().asSlice(0, PipeHeader.toSecond()));
        messagesWord = (int) PipeHeader.offset(messages);
        roomWord = (int) PipeHeader.offset(room);
        this.messages = new RingSignal(region.segment(), PipeHeader.offset(messages));
        this.room = new RingSignal(region.segment(), PipeHeader.offset(room));
    }

    /// Wakes the receiver after a message was published. The caller is inside the sender's guard.
    void ringForMessage() {
        VarHandle.acquireFence(); // for the compiler: the load below stays below
        if (!RingSignal.isStreaming(header.getIntVolatile(messagesWord))) {
            messages.ring();
        }
    }

    /// Wakes the sender after records were read. The caller is inside the receiver's guard.
    void ringForRoom() {
        VarHandle.acquireFence(); // as above
        if (!RingSignal.isStreaming(header.getIntVolatile(roomWord))) {
            room.ring();
        }
    }

    /// The word of an end. The caller is inside a guard.
    long endWord(int offset) {
        return header.getLongVolatile(offset);
    }

    /// Whether a record was published that the receiver has not read yet.
    boolean hasMessages() {
        long start = head() & capacity - 1 & -Long.BYTES;
        return (int) INT.getAcquire(segment, start) > 0;
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
            throw damaged("head=" + head + ", tail=" + tail, null);
        }
        return Math.max(0, used);
    }

    FileFormatException damaged(String what, @Nullable RuntimeException cause) {
        String message = "a ring of the pipe is damaged: region=%s, %s; close both ends and call reset()"
                .formatted(region.info(), what);
        return cause == null ? new FileFormatException(message) : new FileFormatException(message, cause);
    }
}
