package io.millrace.shm.message;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.layout.BroadcastHeader;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.region.BareAccess;
import io.millrace.shm.region.Region;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;

/// What all handles of this process on one broadcast have in common: above all its sending end.
///
/// ```text
///   next = number + 1 ──▶ announce ──▶ write ──▶ tail ──▶ ring      (announce, write, tail: Agrona's)
/// ```
///
/// **Death.** Between `next` and `tail` the message never was; its number is missing, so that it
/// counts as missed. What the dead announced but did not finish has overwritten old records; the
/// next sender first sends a filler at least as large, so that who reads those sees that they are
/// gone. **Order.** `tail` is released after the record; a reader acquires it, copies, and then looks
/// whether somebody has announced to overwrite what it copied.
final class BroadcastState {
    static final int MESSAGE = 1;
    static final int FILLER = 2;

    private static final VarHandle LONG = ValueLayout.JAVA_LONG
            .withOrder(ByteOrder.LITTLE_ENDIAN)
            .varHandle()
            .withInvokeExactBehavior();

    private static final long INTENT = 0;
    private static final long TAIL = 8;

    final Region region;
    final End sender;
    final NewsBell bell;
    final UnsafeBuffer buffer;

    private final MemorySegment segment;
    private final MemorySegment trailer;
    private final BroadcastTransmitter transmitter;
    private final ReentrantLock sending = new ReentrantLock();
    private final Scratch scratch = new Scratch();
    private boolean taken;

    private BroadcastState(Region region) {
        this.region = region;
        long capacity = checkShape(region);
        segment = region.segment();
        trailer = segment.asSlice(BroadcastHeader.RING + capacity, BroadcastHeader.TRAILER_BYTE_SIZE);
        buffer = AgronaMemory.over(segment.asSlice(BroadcastHeader.RING, BroadcastHeader.ringByteSize(capacity)));
        transmitter = new BroadcastTransmitter(buffer);
        sender = new End(region, BroadcastHeader.offset("sender"), "sender");
        bell = new NewsBell(segment, BroadcastHeader.offset("bell"));
    }

    static BroadcastState of(Region region) {
        return region.companion(BroadcastState.class, BroadcastState::new);
    }

    static long checkShape(Region region) {
        long[] shape = region.shape();
        if (shape.length != 1
                || !BroadcastHeader.isCapacity(shape[0])
                || region.byteSize() != BroadcastHeader.byteSize(shape[0])) {
            throw new FileFormatException(
                    "the region of a broadcast has an impossible size: " + region.info() + "; drop it");
        }
        return shape[0];
    }

    /// The number of the next message.
    long next() {
        return (long) LONG.getAcquire(segment, BroadcastHeader.offset("next"));
    }

    /// How far records can be read.
    long tail() {
        return (long) LONG.getAcquire(trailer, TAIL);
    }

    int largest() {
        return transmitter.maxMsgLength() - Long.BYTES;
    }

    <T> void send(Codec<T> codec, T value) {
        sending.lock();
        try {
            region.check();
            if (!taken) {
                sender.takeOver();
                taken = true;
            }
            scratch.require(transmitter.maxMsgLength());
            MemorySegment room = scratch.segment().asSlice(Long.BYTES, largest());
            int byteSize = (int) Scratch.checked(codec, codec.encode(value, room), largest());
            transmit(byteSize);
        } finally {
            sending.unlock();
        }
        bell.ring();
        CrashPoint.hit("broadcast.rung");
    }

    private void transmit(int byteSize) {
        BareAccess access = region.memory().bareAccess();
        int ticket = access.enter();
        try {
            long number = next(); // fails when the region is closed; if not now, not before exit
            coverUnfinished();
            scratch.segment().set(ValueLayout.JAVA_LONG, 0, number);
            LONG.setRelease(segment, BroadcastHeader.offset("next"), number + 1);
            CrashPoint.hit("broadcast.numbered");
            transmitter.transmit(MESSAGE, scratch.buffer(), 0, Long.BYTES + byteSize);
            CrashPoint.hit("broadcast.sent");
        } catch (IndexOutOfBoundsException outside) {
            throw new FileFormatException("the ring of the broadcast is damaged: " + region.info() + "; drop it", outside);
        } finally {
            access.exit(ticket);
        }
    }

    /// What a dead sender announced, this one announces too.
    private void coverUnfinished() {
        if ((long) LONG.getAcquire(trailer, INTENT) != tail()) {
            CrashPoint.hit("broadcast.beforeFiller");
            transmitter.transmit(FILLER, scratch.buffer(), 0, transmitter.maxMsgLength());
        }
    }

    /// Gives the sending end back if this process has it.
    void close() {
        sending.lock();
        try {
            taken = false;
            if (sender.close()) {
                bell.ring();
            }
        } finally {
            sending.unlock();
        }
    }
}
