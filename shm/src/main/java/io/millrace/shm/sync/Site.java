package io.millrace.shm.sync;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.layout.OwnerBits;
import io.millrace.shm.process.Attachment;
import io.millrace.shm.region.Region;
import java.lang.foreign.MemorySegment;

/// A region of this package as one attachment sees it: who asks, who is alive, and what to say when
/// the region is gone.
///
/// @param slotBits owner bits of the slot, without a thread
record Site(Region region, MemorySegment segment, Attachment attachment, int slot, long slotBits) {
    /// The region, if it is of that kind; else `WrongRegionTypeException`.
    static Region require(Region region, RegionKind kind) {
        if (region.kind() != kind) {
            throw new WrongRegionTypeException("the region is of another kind: region=" + region.info() + ", wanted="
                    + kind + "; open it as what it is");
        }
        return region;
    }

    /// The site of a region that has at least `byteSize` bytes.
    static Site of(Region region, long byteSize) {
        if (region.byteSize() < byteSize) {
            throw new FileFormatException("the region is too small for what it should hold: region=" + region.info()
                    + ", needed=" + byteSize + "; drop it and make it anew");
        }
        Attachment attachment = region.memory().attachment();
        if (attachment.slot() != 0) {
            attachment.needsSweeper(SyncRecovery.BIT);
        }
        int slot = attachment.slot();
        return new Site(region, region.segment(), attachment, slot, OwnerBits.of(slot, 0));
    }

    /// The bits of the calling thread.
    long me() {
        return slotBits | ThreadNumbers.current();
    }

    /// That waiting makes sense: the region is there and the memory open.
    void check() {
        region.check();
    }

    /// Lets go for the owner of that slot if it is dead; true if it is.
    boolean recoverIfDead(int other) {
        if (other < 1 || other == slot || attachment.isAlive(other)) {
            return false;
        }
        attachment.recover(other);
        return true;
    }

    /// Why an access failed, in the user's terms; `cause` itself if it has nothing to do with the
    /// memory.
    RuntimeException refused(RuntimeException cause) {
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
