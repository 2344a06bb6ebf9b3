package io.millrace.shm.internal.region;

import java.util.function.IntPredicate;

/// A part of Millrace that keeps words in the file and sweeps them when their owner dies.
/// `ServiceLoader` finds it.
public interface Recoverable {
    /// Its bit in the `sweepers` word of a slot. `ProcessSlotHolder.needsSweeper` sets the bit for
    /// slots that it must sweep.
    long bit();

    /// Sweeps what `deadSlot` left; this process holds the byte of that slot. It is idempotent.
    void recover(Regions memory, int deadSlot);

    /// Releases what ended threads of this process hold through this memory: words with its slot
    /// and with a thread number that `ended` accepts. It is idempotent and never waits.
    default void giveBack(Regions memory, IntPredicate ended) {}

    /// Releases all that this process holds through this memory, which it is closing; no thread
    /// uses it any more.
    default void leave(Regions memory) {}

    /// Whether running work uses the region; then the region is not dropped. The caller asks while
    /// the region is retired. A thread that announces work in shared memory, issues a full fence
    /// and then finds by `Region.check` that the region is not retired is seen here.
    default boolean uses(Regions memory, int row, long generation) {
        return false;
    }
}
