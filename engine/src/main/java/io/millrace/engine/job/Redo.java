package io.millrace.engine.job;

import io.millrace.shm.os.CrashPoint;
import java.lang.foreign.MemorySegment;

/// In-place work, block by block, each block old or new at any instant: compute into the seat's
/// scratch, record, copy.
///
/// The record stands in the chunk's `progress` word:
///
/// ```text
///  63                     32 31                  11   10        9        0
/// +-------------------------+----------------------+--------+------------+
/// |   epoch, low 32 bits    |        block         | COMMIT |    seat    |
/// +-------------------------+----------------------+--------+------------+
///
///   {b} ──R1──▶ {b, COMMIT, seat} ── copy scratch[seat] to block b ──R2──▶ {b + 1}
/// ```
///
/// **Invariants.** 1. Without COMMIT blocks below b are new, the others old. 2. With COMMIT the new
/// block b stands whole in `scratch[seat]`, however far the copy came. 3. The scratch of a seat is
/// not written while a record names it: its holder goes on only after R2, and a dead holder's seat
/// is freed only after its chunks were replayed.
///
/// **Order.** The scratch is written before R1 (release side), and the copy starts after R1: R1 is
/// followed by a store fence, because a release store alone would let the copy's stores pass it. R2
/// is a release, so the copy stands before it.
///
/// **Death.** Before R1 block b is old: it is computed again from the old block. Between R1 and R2
/// the recoverer repeats the copy, which is idempotent, and stores {b + 1}. Whoever claims the
/// chunk next goes on there.
final class Redo {
    private static final long COMMIT = 1L << 10;
    private static final long MAX_BLOCK = (1L << 21) - 1;

    private Redo() {}

    static long progress(long epoch, long block) {
        return epoch << 32 | block << 11;
    }

    static long block(long progress) {
        return progress >>> 11 & MAX_BLOCK;
    }

    private static boolean committing(long progress) {
        return (progress & COMMIT) != 0;
    }

    /// Makes the next block new.
    ///
    /// @param at the chunk's progress word
    /// @return the progress word after it
    static long commit(MemorySegment rows, int chunk, long at, Ready ready) {
        MemorySegment target = ready.target();
        CrashPoint.hit("redo.afterScratch");
        ChunkRow.progressFenced(rows, chunk, at | COMMIT | ready.seat()); // R1
        CrashPoint.hit("redo.afterRecord");
        long half = target.byteSize() / 2;
        MemorySegment.copy(ready.scratch(), 0, target, 0, half);
        CrashPoint.hit("redo.midCopy");
        MemorySegment.copy(ready.scratch(), half, target, half, target.byteSize() - half);
        CrashPoint.hit("redo.afterCopy");
        long next = at + (1L << 11);
        ChunkRow.progressRelease(rows, chunk, next); // R2
        CrashPoint.hit("redo.afterDone");
        return next;
    }

    /// What a dead claimer left half done is finished. The caller holds the dead slot's byte.
    static void replay(MemorySegment rows, int chunk, Blocks blocks) {
        long progress = ChunkRow.progressAcquire(rows, chunk);
        if (!committing(progress)) {
            return;
        }
        int seat = (int) progress & 0x3ff;
        long block = block(progress);
        MemorySegment target = blocks.target(chunk, block);
        CrashPoint.hit("recover.beforeReplay");
        MemorySegment.copy(blocks.scratch(seat), 0, target, 0, target.byteSize());
        CrashPoint.hit("recover.afterReplay");
        ChunkRow.progressRelease(rows, chunk, (progress & 0xffff_ffff_0000_0000L) | (block + 1) << 11); // R2
    }

    /// A block computed but not yet in its place.
    record Ready(int seat, MemorySegment scratch, MemorySegment target) {}

    /// Where a chunk's blocks and the seats' scratch blocks are.
    interface Blocks {
        MemorySegment target(int chunk, long block);

        MemorySegment scratch(int seat);
    }
}
