package io.millrace.shm.region;

/// A part of Millrace that keeps words of its own in the file and sweeps them when their owner
/// died. Found by `ServiceLoader`.
public interface Recoverable {
    /// Its bit in the slot's `sweepers` word: set by `Attachment.needsSweeper` for slots it must
    /// sweep.
    long bit();

    /// Sweeps what `deadSlot` left; holds the byte of that slot. Must do no harm when done again.
    void recover(Regions memory, int deadSlot);

    /// Whether the region is part of running work: then it is not dropped. Asked while the region
    /// is condemned: whoever announces work in shared memory, then issues a full fence, then finds
    /// the region not condemned by `Region.check`, is seen here.
    default boolean uses(Regions memory, int row, long generation) {
        return false;
    }
}
