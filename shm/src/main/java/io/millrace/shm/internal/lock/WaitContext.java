package io.millrace.shm.internal.lock;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.internal.layout.OwnerBits;
import io.millrace.shm.internal.layout.SweeperBits;
import io.millrace.shm.internal.process.ProcessSlotHolder;
import io.millrace.shm.internal.recorder.RecordedWait;
import io.millrace.shm.internal.recorder.WaitedFor;
import io.millrace.shm.internal.region.Region;
import java.lang.foreign.MemorySegment;

/// A region of this package as one attachment sees it: the slot of the caller, the life of the others,
/// and the exceptions when the region is gone.
///
/// @param slotBits owner bits of the slot, without a thread
public record WaitContext(Region region, MemorySegment segment, ProcessSlotHolder slotHolder, int slot, long slotBits) {
    /// The region, if it is of that kind; else `WrongRegionTypeException`.
    public static Region require(Region region, RegionKind kind) {
        if (region.kind() != kind) {
            throw new WrongRegionTypeException("the region is of another kind: region=" + region.info() + ", wanted="
                    + kind + "; open it as what it is");
        }
        return region;
    }

    /// The context of a region that has at least `byteSize` bytes.
    public static WaitContext of(Region region, long byteSize) {
        if (region.byteSize() < byteSize) {
            throw new FileFormatException("the region is too small for what it should hold: region=" + region.info()
                    + ", needed=" + byteSize + "; drop it and make it anew");
        }
        ProcessSlotHolder slotHolder = region.memory().slotHolder();
        if (slotHolder.slot() != 0) {
            slotHolder.needsSweeper(SweeperBits.SYNC);
        }
        int slot = slotHolder.slot();
        return new WaitContext(region, region.segment(), slotHolder, slot, OwnerBits.of(slot, 0));
    }

    /// The owner bits of the calling thread.
    public long me() {
        return slotBits | ThreadNumbers.current();
    }

    /// Throws when the region was dropped or the memory closed.
    public void check() {
        region.check();
    }

    /// `wait`, begun for this region if it has not begun.
    public RecordedWait begun(RecordedWait wait, WaitedFor what) {
        return wait.begun(what, region.name(), region.kind());
    }

    /// As above, for something that a thread of slot `holder` has; 0: no thread.
    RecordedWait begun(RecordedWait wait, WaitedFor what, int holder) {
        RecordedWait begun = begun(wait, what);
        if (begun != wait && holder != 0) {
            begun.heldBy(slotHolder.info(holder).pid());
        }
        return begun;
    }

    /// Sweeps what slot `other` owns if its process is dead; true if it is.
    boolean recoverIfDead(int other) {
        if (other < 1 || other == slot || slotHolder.isAlive(other)) {
            return false;
        }
        slotHolder.recover(other);
        return true;
    }

    /// The reason of a failed access in the user's terms; `cause` itself if it has another reason than the
    /// memory.
    public RuntimeException refused(RuntimeException cause) {
        if (cause instanceof IllegalStateException closed && !segment.scope().isAlive()) {
            return region.gone(closed);
        }
        if (segment.isReadOnly() && cause instanceof IllegalArgumentException) {
            return new UnsupportedOperationException(
                    "cannot change: region=%s, file=%s is attached read-only; attach it for writing"
                            .formatted(region.name(), region.memory().file()),
                    cause);
        }
        return cause;
    }
}
