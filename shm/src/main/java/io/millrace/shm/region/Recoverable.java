package io.millrace.shm.region;

import java.util.function.IntPredicate;

/// A part of Millrace that keeps words of its own in the file and sweeps them when their owner
/// died. Found by `ServiceLoader`.
public interface Recoverable {
    /// Its bit in the slot's `sweepers` word: set by `Attachment.needsSweeper` for slots it must
    /// sweep.
    long bit();

    /// Sweeps what `deadSlot` left; holds the byte of that slot. Must do no harm when done again.
    void recover(Regions memory, int deadSlot);

    /// Gives back what threads of this process hold through this memory that have ended: words with
    /// its slot and the number of such a thread. Must do no harm when done again; waits for nobody.
    default void giveBack(Regions memory, IntPredicate ended) {}

    /// Gives back all that this process holds through this memory, which it is closing: no thread
    /// uses it any more.
    default void leave(Regions memory) {}

    /// Whether the region is part of running work: then it is not dropped. Asked while the region
    /// is condemned: whoever announces work in shared memory, then issues a full fence, then finds
    /// the region not condemned by `Region.check`, is seen here.
    default boolean uses(Regions memory, int row, long generation) {
        return false;
    }
}
