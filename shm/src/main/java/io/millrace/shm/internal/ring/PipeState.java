package io.millrace.shm.internal.ring;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.codec.CodecName;
import io.millrace.shm.internal.layout.EndWord;
import io.millrace.shm.internal.layout.PipeHeader;
import io.millrace.shm.internal.layout.SweeperBits;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import org.jspecify.annotations.Nullable;

/// What all handles of this process on one pipe have in common.
///
/// **Reset.** The resetting thread moves both ends to `RESETTING`, the first before the second, so that
/// two threads that reset do not wait for each other. Then no process has an end or can take one, and
/// the thread clears the rings. A process that dies in the middle leaves ends that recovery makes
/// `DEAD`, so that the pipe can be reset again.
public final class PipeState {
    public final PipeEnd first;
    public final PipeEnd second;

    private final Region region;
    private final EndState firstEnd;
    private final EndState secondEnd;

    private PipeState(Region region) {
        this.region = region;
        long capacity = checkShape(region);
        region.memory().slotHolder().needsSweeper(SweeperBits.RINGS);
        firstEnd = new EndState(region, PipeHeader.offset("first"), "first");
        secondEnd = new EndState(region, PipeHeader.offset("second"), "second");
        Direction toSecond = new Direction(region, PipeHeader.toSecond(), "secondReceives", "firstSends");
        Direction toFirst = new Direction(region, PipeHeader.toFirst(capacity), "firstReceives", "secondSends");
        first = new PipeEnd(region, firstEnd, secondEnd, toSecond, toFirst);
        second = new PipeEnd(region, secondEnd, firstEnd, toFirst, toSecond);
        region.guardedBy(this::tryLeave);
    }

    /// What a new pipe is made from.
    ///
    /// @param capacityBytes of each ring; rounded up to a power of two
    /// @throws IllegalArgumentException the capacity is out of range, or no region can keep a name
    public static RegionRequest request(
            @Nullable String name, String toSecondCodec, String toFirstCodec, long capacityBytes) {
        String second = CodecName.checked(toSecondCodec);
        String first = CodecName.checked(toFirstCodec);
        long capacity = PipeHeader.capacity(capacityBytes);
        return new RegionRequest(
                name, RegionKind.PIPE, null, new long[] {capacity}, PipeHeader.byteSize(capacity), segment -> {
                    CodecName.write(segment, PipeHeader.offset("toSecondCodec"), second);
                    CodecName.write(segment, PipeHeader.offset("toFirstCodec"), first);
                });
    }

    public static PipeState of(Region region) {
        return region.companion(PipeState.class, PipeState::new);
    }

    /// The capacity of the pipe in a region, by the directory.
    ///
    /// @throws FileFormatException the size of the region is impossible for a pipe
    public static long checkShape(Region region) {
        long[] shape = region.shape();
        if (shape.length != 1
                || !PipeHeader.isCapacity(shape[0])
                || region.byteSize() != PipeHeader.byteSize(shape[0])) {
            throw new FileFormatException(
                    "the region of a pipe has an impossible size: " + region.info() + "; drop it");
        }
        return shape[0];
    }

    public void reset() throws InterruptedException {
        secondEnd.refuseTaken();
        int firstPhase = firstEnd.beginReset();
        CrashPoint.hit("pipe.resetFirst");
        try {
            int secondPhase = secondEnd.beginReset();
            CrashPoint.hit("pipe.resetBoth");
            try {
                region.segment().asSlice(PipeHeader.offset("secondReceives")).fill((byte) 0);
                CrashPoint.hit("pipe.resetCleared");
                firstPhase = EndWord.FREE;
                secondPhase = EndWord.FREE;
            } finally {
                secondEnd.endReset(secondPhase);
            }
        } finally {
            firstEnd.endReset(firstPhase);
        }
        CrashPoint.hit("pipe.resetDone");
    }

    private boolean tryLeave() {
        return first.tryLeave() & second.tryLeave();
    }
}
