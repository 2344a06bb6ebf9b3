package io.millrace.engine.job;

import io.millrace.shm.os.CrashPoint;
import java.lang.foreign.MemorySegment;

/// In-place work, block by block, each block old or new at any instant for who recovers: a block is
/// computed into scratch memory, recorded, and moved to its place while the next one is computed.
///
/// Each seat has two scratch blocks; block b of a chunk is computed in number `b mod 2`, written
/// `scratch[seat][b]` here. The record stands in the chunk's `progress` word:
///
/// ```text
///  63                     32 31                  11   10        9        0
/// +-------------------------+----------------------+--------+------------+
/// |   epoch, low 32 bits    |        block         | COMMIT |    seat    |
/// +-------------------------+----------------------+--------+------------+
///
///   {b} ──R1──▶ {b, COMMIT, seat} ──R2──▶ {b + 1, COMMIT, seat} ── ... ──▶ {n - 1, COMMIT, seat}
///                    │ R3                      │ R3                             │ R3
///                    ▼                         ▼                                ▼
///                 {b + 1}                   {b + 2}                            {n}
/// ```
///
/// n is the count of the chunk's blocks. What the claimer, at `seat`, does before each step:
///
/// | in            | before | reads                              | writes                             |
/// |---------------|--------|------------------------------------|------------------------------------|
/// | `{b}`         | R1     | place of b                         | `scratch[seat][b]`                 |
/// | `{b, COMMIT}` | R2     | place of b + 1, `scratch[seat][b]` | `scratch[seat][b + 1]`, place of b |
/// | `{b, COMMIT}` | R3     | `scratch[seat][b]`                 | place of b                         |
///
/// R2 is done while there is a block b + 1, R3 after the last one, after an error, and by recovery.
///
/// **Invariants.** 1. In `{b}` blocks below b are new and stand in their places, the others are old.
/// 2. In `{b, COMMIT, seat}` the same holds but for the place of b, which may hold anything: the new
/// block b stands whole in `scratch[seat][b]`, and nobody writes there. 3. While a chunk in RUN
/// names a seat, that seat's scratch is written by the holder alone, and of the two blocks only the
/// one not named. Its holder begins another chunk only after R3, and a dead holder's seat is freed
/// only after its chunks were replayed.
///
/// **Order.** R1, R2 and R3 are release stores, so what was written before them stands before them:
/// the whole scratch block named by R1 and R2, the whole place of the block that R2 and R3 count as
/// done. Each is followed by a store fence, because a release store alone lets later stores pass
/// it: the place of b must not be touched before `{b, COMMIT}` is seen, nor the scratch block that
/// the word named before R2 or R3.
///
/// **Errors.** What fails while block b + 1 is computed leaves `{b, COMMIT}` to R3: the move of b is
/// finished, block b + 1 stays old. What fails before R1 leaves `{b}`.
///
/// **Death.** In `{b}` block b is old: it is computed again from the old block. In `{b, COMMIT,
/// seat}` the recoverer moves all of `scratch[seat][b]` to the place of b, which is idempotent, and
/// does R3; what stands of block b + 1 in the other scratch block is forgotten, for its place was
/// not touched. Whoever claims the chunk next goes on at the block that the word names, in its own
/// scratch.
final class Redo {
    private static final long COMMIT = 1L << 10;
    private static final long MAX_BLOCK = (1L << 21) - 1;
    private static final long EPOCH = -1L << 32;

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

    private static long at(long progress, long block) {
        return progress & EPOCH | block << 11;
    }

    /// Makes all blocks new that are not yet, for the claimer of the chunk.
    ///
    /// @param seat whose scratch `work` computes in
    static void run(MemorySegment rows, int chunk, int seat, Work work) {
        long progress = ChunkRow.progressAcquire(rows, chunk);
        long block = block(progress);
        if (block >= work.blocks()) {
            return;
        }
        work.compute(block);
        record(rows, chunk, at(progress, block) | COMMIT | seat); // R1
        try {
            while (block + 1 < work.blocks()) {
                work.computeMoving(block + 1);
                block++;
                record(rows, chunk, at(progress, block) | COMMIT | seat); // R2
            }
        } finally { // also after an error: no block may stay half moved
            work.move(block);
            CrashPoint.hit("redo.afterCopy");
            ChunkRow.progressFenced(rows, chunk, at(progress, block + 1)); // R3
            CrashPoint.hit("redo.afterDone");
        }
    }

    private static void record(MemorySegment rows, int chunk, long progress) {
        CrashPoint.hit("redo.afterScratch");
        ChunkRow.progressFenced(rows, chunk, progress);
        CrashPoint.hit("redo.afterRecord");
    }

    /// What a dead claimer left half done is finished. The caller holds the dead slot's byte.
    static void replay(MemorySegment rows, int chunk, Blocks blocks) {
        long progress = ChunkRow.progressAcquire(rows, chunk);
        if (!committing(progress)) {
            return;
        }
        int seat = (int) progress & 0x3ff;
        long block = block(progress);
        MemorySegment place = blocks.place(block);
        CrashPoint.hit("recover.beforeReplay");
        MemorySegment.copy(blocks.scratch(seat, block), 0, place, 0, place.byteSize());
        CrashPoint.hit("recover.afterReplay");
        ChunkRow.progressFenced(rows, chunk, at(progress, block + 1)); // R3
    }

    /// The work on one chunk; blocks count from 0.
    interface Work {
        long blocks();

        /// Computes a block from its place into its scratch block.
        void compute(long block);

        /// Computes a block into its scratch block and moves the one before from its own to its
        /// place.
        void computeMoving(long block);

        /// Moves a block from its scratch block to its place.
        void move(long block);
    }

    /// Where the blocks of one chunk are.
    interface Blocks {
        MemorySegment place(long block);

        /// The scratch block that this seat computes that block in.
        MemorySegment scratch(int seat, long block);
    }
}
