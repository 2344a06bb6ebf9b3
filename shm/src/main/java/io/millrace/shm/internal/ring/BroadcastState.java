package io.millrace.shm.internal.ring;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.codec.CodecName;
import io.millrace.shm.internal.layout.BroadcastHeader;
import io.millrace.shm.internal.layout.SweeperBits;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.region.GracePeriod;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.wait.EventCount;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;
import org.jspecify.annotations.Nullable;

/// The state that all handles of this process on one broadcast share: its sending end and its
/// memory.
///
/// ```text
///   next = number + 1 ──▶ announce ──▶ write ──▶ tail ──▶ wake      (announce, write, tail: Agrona's)
/// ```
///
/// **Death.** A sender that dies between `next` and `tail` has sent no message; the number is missing,
/// so subscribers count the message as missed. A record that the dead sender announced but did not
/// finish may have overwritten old records. The next sender first sends a filler that is at least as
/// large, so that subscribers see that those records are gone. **Order.** `tail` is released after the
/// record; a subscriber acquires it, copies the record, and then checks whether a sender has announced
/// to overwrite what it copied.
public final class BroadcastState {
    public static final int MESSAGE = 1;
    static final int FILLER = 2;

    private static final VarHandle LONG = ValueLayout.JAVA_LONG
            .withOrder(ByteOrder.LITTLE_ENDIAN)
            .varHandle()
            .withInvokeExactBehavior();

    private static final long INTENT = 0;
    private static final long TAIL = 8;

    public final Region region;
    public final EndState sender;
    public final EventCount arrivals;
    public final UnsafeBuffer buffer;

    private final MemorySegment segment;
    private final MemorySegment trailer;
    private final BroadcastTransmitter transmitter;
    private final ReentrantLock sending = new ReentrantLock();
    private final EncodingBuffer scratch = new EncodingBuffer();
    private boolean taken;

    private BroadcastState(Region region) {
        this.region = region;
        long capacity = checkShape(region);
        region.memory().slotHolder().needsSweeper(SweeperBits.RINGS);
        segment = region.segment();
        trailer = segment.asSlice(BroadcastHeader.RING + capacity, BroadcastHeader.TRAILER_BYTE_SIZE);
        buffer = AgronaMemory.over(segment.asSlice(BroadcastHeader.RING, BroadcastHeader.ringByteSize(capacity)));
        transmitter = new BroadcastTransmitter(buffer);
        sender = new EndState(region, BroadcastHeader.offset("sender"), "sender");
        arrivals = new EventCount(segment, BroadcastHeader.offset("arrivals"));
    }

    /// What a new broadcast is made from.
    ///
    /// @param capacityBytes of the ring; rounded up to a power of two
    /// @throws IllegalArgumentException the capacity is out of range, or no region can keep the name
    /// @throws io.millrace.shm.MissingJvmFlagException Agrona cannot reach what it needs of the JDK
    public static RegionRequest request(@Nullable String name, String codec, long capacityBytes) {
        AgronaMemory.requireFlag();
        String codecName = CodecName.checked(codec);
        long capacity = BroadcastHeader.capacity(capacityBytes);
        return new RegionRequest(
                name,
                RegionKind.BROADCAST,
                null,
                new long[] {capacity},
                BroadcastHeader.byteSize(capacity),
                segment -> CodecName.write(segment, BroadcastHeader.offset("codec"), codecName));
    }

    public static BroadcastState of(Region region) {
        return region.companion(BroadcastState.class, BroadcastState::new);
    }

    public static long checkShape(Region region) {
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
    public long next() {
        return (long) LONG.getAcquire(segment, BroadcastHeader.offset("next"));
    }

    /// The position up to which records can be read.
    public long tail() {
        return (long) LONG.getAcquire(trailer, TAIL);
    }

    public int largest() {
        return transmitter.maxMsgLength() - Long.BYTES;
    }

    public <T> void send(Encoder<T> encoder, T value) {
        sending.lock();
        try {
            region.check();
            if (!taken) {
                sender.takeOver();
                taken = true;
            }
            scratch.require(transmitter.maxMsgLength());
            MemorySegment room = scratch.segment().asSlice(Long.BYTES, largest());
            int byteSize = (int) encoder.encode(value, room);
            transmit(byteSize);
        } finally {
            sending.unlock();
        }
        arrivals.fenceAndWakeAll();
        CrashPoint.hit("broadcast.rung");
    }

    private void transmit(int byteSize) {
        GracePeriod access = region.memory().gracePeriod();
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
            throw new FileFormatException(
                    "the ring of the broadcast is damaged: " + region.info() + "; drop it", outside);
        } finally {
            access.exit(ticket);
        }
    }

    /// Sends a filler over what a dead sender announced and did not finish.
    private void coverUnfinished() {
        if ((long) LONG.getAcquire(trailer, INTENT) != tail()) {
            CrashPoint.hit("broadcast.beforeFiller");
            transmitter.transmit(FILLER, scratch.buffer(), 0, transmitter.maxMsgLength());
        }
    }

    /// Gives the sending end back if this process has it.
    public void close() {
        sending.lock();
        try {
            taken = false;
            if (sender.close()) {
                arrivals.fenceAndWakeAll();
            }
        } finally {
            sending.unlock();
        }
    }
}
