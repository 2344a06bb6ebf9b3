package io.millrace.shm.internal.ring;

import static io.millrace.shm.internal.layout.Words.LONGS;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.codec.CodecName;
import io.millrace.shm.internal.layout.BroadcastHeader;
import io.millrace.shm.internal.layout.SweeperBits;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.wait.EventCount;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The state that all handles of this process on one broadcast share: its sending end and its
/// memory.
///
/// ```text
///   next = number + 1 ──▶ announce ──▶ write ──▶ tail ──▶ wake      (announce, write, tail: BroadcastWriter)
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

    private static final long NEXT = BroadcastHeader.offset("next");

    public final Region region;
    public final EndState sender;
    public final EventCount arrivals;

    private final MemorySegment segment;
    /// The ring and its trailer.
    private final MemorySegment ring;
    private final int capacity;
    private final BroadcastWriter writer;
    private final ReentrantLock sending = new ReentrantLock();
    private final EncodingBuffer scratch = new EncodingBuffer();
    private boolean taken;

    private BroadcastState(Region region) {
        this.region = region;
        capacity = (int) checkShape(region);
        region.memory().slotHolder().needsSweeper(SweeperBits.RINGS);
        segment = region.segment();
        ring = segment.asSlice(BroadcastHeader.RING, BroadcastHeader.ringByteSize(capacity));
        writer = new BroadcastWriter(ring);
        sender = new EndState(region, BroadcastHeader.offset("sender"), "sender");
        arrivals = new EventCount(segment, BroadcastHeader.offset("arrivals"));
    }

    /// What a new broadcast is made from.
    ///
    /// @param capacityBytes of the ring; rounded up to a power of two
    /// @throws IllegalArgumentException the capacity is out of range, or no region can keep the name
    public static RegionRequest request(@Nullable String name, String codec, long capacityBytes) {
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
        return (long) LONGS.getAcquire(segment, NEXT);
    }

    /// The position up to which records can be read.
    public long tail() {
        return (long) LONGS.getAcquire(ring, capacity + BroadcastHeader.TAIL_POSITION);
    }

    /// A reader that goes on from the latest message, which may have been sent before.
    public BroadcastReader reader() {
        return new BroadcastReader(ring, this::damaged);
    }

    public FileFormatException damaged(String what) {
        return new FileFormatException(
                "the ring of the broadcast is damaged: region=%s, %s; drop it".formatted(region.info(), what));
    }

    public <T> void send(Encoder<T> encoder, T value) {
        sending.lock();
        try {
            region.check();
            if (!taken) {
                sender.takeOver();
                taken = true;
            }
            int largest = RingRecord.largest(capacity);
            scratch.require(largest);
            MemorySegment room = scratch.segment().asSlice(Long.BYTES, largest - Long.BYTES);
            int byteSize = (int) encoder.encode(value, room);
            transmit(byteSize);
        } finally {
            sending.unlock();
        }
        arrivals.fenceAndWakeAll();
        CrashPoint.hit("broadcast.rung");
    }

    private void transmit(int byteSize) {
        coverUnfinished();
        long number = next();
        LONGS.set(scratch.segment(), 0L, number);
        LONGS.setRelease(segment, NEXT, number + 1);
        CrashPoint.hit("broadcast.numbered");
        writer.transmit(MESSAGE, scratch.segment(), Long.BYTES + byteSize);
        CrashPoint.hit("broadcast.sent");
    }

    /// Sends a filler over what a dead sender announced and did not finish.
    private void coverUnfinished() {
        if (writer.isUnfinished()) {
            CrashPoint.hit("broadcast.beforeFiller");
            writer.transmit(FILLER, scratch.segment(), RingRecord.largest(capacity));
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
