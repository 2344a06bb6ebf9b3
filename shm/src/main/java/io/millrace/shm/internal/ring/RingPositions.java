package io.millrace.shm.internal.ring;

import io.millrace.shm.internal.layout.PipeHeader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The positions in the trailer of a ring, through checked memory.
public final class RingPositions {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG
            .withOrder(ByteOrder.LITTLE_ENDIAN)
            .varHandle()
            .withInvokeExactBehavior();

    private RingPositions() {}

    /// The position up to which the receiver has read; `ring` is where the ring begins in `segment`.
    static long head(MemorySegment segment, long ring, long capacity) {
        return (long) LONG.getAcquire(segment, ring + capacity + PipeHeader.HEAD_POSITION);
    }

    /// The position up to which the sender has written.
    static long tail(MemorySegment segment, long ring, long capacity) {
        return (long) LONG.getAcquire(segment, ring + capacity + PipeHeader.TAIL_POSITION);
    }

    /// Bytes of records between the two, 0 to `capacity` also when the ring is damaged.
    public static long used(MemorySegment segment, long ring, long capacity) {
        long head = head(segment, ring, capacity);
        return Math.clamp(tail(segment, ring, capacity) - head, 0, capacity);
    }
}
