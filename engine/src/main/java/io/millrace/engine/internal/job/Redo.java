package io.millrace.engine.internal.job;

import io.millrace.ckernel.RedoChunk;
import io.millrace.engine.internal.layout.ChunkRow;
import io.millrace.shm.internal.layout.BitField;
import io.millrace.shm.internal.os.CrashPoint;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Computes in place, block by block, so that after a crash each block is known to be old or new. A
/// block is computed into scratch memory, recorded, and moved to its place before the next one is
/// recorded.
///
/// Each worker slot has two scratch blocks; block b of a chunk is computed in number `b mod 2`,
/// written `scratch[w][b]` here for worker slot w. The record stands in the chunk's `progress`
/// word:
///
/// | bits         | first | bits |
/// |--------------|------:|-----:|
/// | `workerSlot` |     0 |   10 |
/// | `commit`     |    10 |    1 |
/// | `block`      |    11 |   21 |
/// | `epoch`      |    32 |   32 |
///
/// `epoch` is the low half of the job's epoch. The states, with `commit` written COMMIT when it is
/// 1:
///
/// ```text
///   {b} ──R1──▶ {b, COMMIT, w} ──R2──▶ {b + 1, COMMIT, w} ── ... ──▶ {n - 1, COMMIT, w}
///                    │ R3                   │ R3                          │ R3
///                    ▼                      ▼                             ▼
///                 {b + 1}                {b + 2}                         {n}
/// ```
///
/// n is the number of the chunk's blocks. What the worker that claimed the chunk does before each
/// step:
///
/// | in            | before | reads                             | writes                            |
/// |---------------|--------|-----------------------------------|-----------------------------------|
/// | `{b}`         | R1     | place of b                        | `scratch[w][b]`                   |
/// | `{b, COMMIT}` | R2     | place of b + 1, `scratch[w][b]`   | `scratch[w][b + 1]`, place of b   |
/// | `{b, COMMIT}` | R3     | `scratch[w][b]`                   | place of b                        |
///
/// R2 is done while there is a block b + 1, R3 after the last block, after an error, when the chunk is
/// given up, and by recovery.
///
/// **Who.** [#run] does these steps here, with a kernel that is called for each block and may throw.
/// An operation that has a function for it in C ([#runInOneCall]) does all of them there, for the
/// whole chunk, in one call: `struct redo` of `kernels.h` has the same table, and `redo.c` the same
/// stores. The word alone says where such a call begins, so both may follow each other in one chunk.
///
/// **Invariants.** 1. In `{b}` blocks below b are new and stand in their places, the others are
/// old. 2. In `{b, COMMIT, w}` the same holds except for the place of b, which may hold anything:
/// the new block b stands whole in `scratch[w][b]`, and nobody writes there. 3. While a chunk in
/// RUN names a worker slot, the holder of that slot alone writes its scratch blocks, and of the two
/// only the one that the record does not name. The holder begins another chunk only after R3, and
/// the slot of a dead holder is freed only after its chunks were replayed. 4. What stands between two
/// stores to the word may be repeated: nothing that it reads does it write.
///
/// **Order.** R1, R2 and R3 are release stores: the scratch block that R1 and R2 name, and the
/// place of the block that R2 and R3 count as done, are written before them. A store fence follows
/// each, because a release store alone lets later stores pass it: the place of b must not change
/// before `{b, COMMIT}` is visible, nor the scratch block that the word named before R2 or R3.
///
/// **Errors.** An error while block b + 1 is computed leaves `{b, COMMIT}` to R3: the move of b is
/// finished, block b + 1 stays old. An error before R1 leaves `{b}`.
///
/// **Giving up.** A call in C looks before every 16th block whether the job was aborted. Then it moves
/// the committed block, does R3 and ends: the blocks below are new, the others old, and the chunk is
/// cancelled (C8 of [ChunkTable]).
///
/// **Death.** In `{b}` block b is old: the next worker computes it again from the old block. In
/// `{b, COMMIT, w}` the recoverer moves all of `scratch[w][b]` to the place of b, which is
/// idempotent, and does R3. It ignores the other scratch block, because the place of block b + 1
/// did not change. The next worker that claims the chunk starts at the block that the word names,
/// in its own scratch. A death within a call in C, between two blocks or inside one, leaves the same
/// states: the memory has no others. C has no crash points. With one armed here, the call is cut into
/// half steps, each of which ends before a store to the word or after one, and is repeated as a part of
/// the next; in between, Java visits the crash points.
public final class Redo {
    private static final BitField WORKER_SLOT = new BitField("workerSlot", 0, 10);
    private static final BitField COMMIT = new BitField("commit", 10, 1);
    private static final BitField BLOCK = new BitField("block", 11, 21);
    private static final BitField EPOCH = new BitField("epoch", 32, 32);

    static final List<BitField> FIELDS = List.of(WORKER_SLOT, COMMIT, BLOCK, EPOCH);

    /// What one block adds to the word.
    public static final long UNIT = BLOCK.set(0, 1);

    private Redo() {}

    public static long progress(long epoch, long block) {
        return BLOCK.set(EPOCH.set(0, epoch), block);
    }

    /// The word of the same epoch before block 0.
    public static long base(long progress) {
        return at(progress, 0);
    }

    /// What a commit in the scratch blocks of a worker slot adds to the word.
    public static long committing(int workerSlot) {
        return committing(0, 0, workerSlot);
    }

    static long block(long progress) {
        return BLOCK.get(progress);
    }

    private static boolean isCommitting(long progress) {
        return COMMIT.get(progress) != 0;
    }

    private static long at(long progress, long block) {
        return progress(EPOCH.get(progress), block);
    }

    private static long committing(long progress, long block, int workerSlot) {
        return WORKER_SLOT.set(COMMIT.set(at(progress, block), 1), workerSlot);
    }

    /// Computes all blocks that are still old. The caller has claimed the chunk.
    ///
    /// @param workerSlot whose scratch blocks `work` computes in
    public static void run(MemorySegment rows, int chunk, int workerSlot, Work work) {
        long progress = ChunkRow.progressAcquire(rows, chunk);
        long block = block(progress);
        if (block >= work.blocks()) {
            return;
        }
        work.compute(block);
        store(rows, chunk, committing(progress, block, workerSlot)); // R1
        try {
            while (block + 1 < work.blocks()) {
                work.compute(block + 1);
                work.move(block);
                block++;
                store(rows, chunk, committing(progress, block, workerSlot)); // R2
            }
        } finally { // also after an error: no block may stay half moved
            work.move(block);
            store(rows, chunk, at(progress, block + 1)); // R3
        }
    }

    private static void store(MemorySegment rows, int chunk, long progress) {
        visitBefore(isCommitting(progress));
        ChunkRow.progressFenced(rows, chunk, progress);
        visitAfter(isCommitting(progress));
    }

    /// As [#run], by a call in C, which computes in the scratch blocks of the caller's worker slot.
    ///
    /// @param work for the crash points within a move
    /// @return how many elements are new: all, or fewer when the chunk is given up
    public static long runInOneCall(MemorySegment rows, int chunk, Call call, Work work) {
        if (CrashPoint.isArmed("redo.")) {
            return runByHalfSteps(rows, chunk, call, work);
        }
        return call.run(RedoChunk.ALL);
    }

    private static long runByHalfSteps(MemorySegment rows, int chunk, Call call, Work work) {
        long progress = ChunkRow.progressAcquire(rows, chunk);
        boolean advances = true;
        while (advances && block(progress) < work.blocks()) {
            boolean last = isCommitting(progress) && block(progress) + 1 == work.blocks();
            if (isCommitting(progress)) {
                work.move(block(progress));
            }
            call.run(1);
            visitBefore(!last);
            call.run(2);
            visitAfter(!last);
            long next = ChunkRow.progressAcquire(rows, chunk);
            advances = next != progress; // not once it is given up
            progress = next;
        }
        return call.run(0);
    }

    private static void visitBefore(boolean committing) {
        if (committing) {
            CrashPoint.hit("redo.afterScratch");
        } else {
            CrashPoint.hit("redo.afterCopy");
        }
    }

    private static void visitAfter(boolean committing) {
        if (committing) {
            CrashPoint.hit("redo.afterRecord");
        } else {
            CrashPoint.hit("redo.afterDone");
        }
    }

    /// Finishes the move that a dead worker began. The caller holds the byte of the dead process
    /// slot.
    public static void replay(MemorySegment rows, int chunk, Blocks blocks) {
        long progress = ChunkRow.progressAcquire(rows, chunk);
        if (!isCommitting(progress)) {
            return;
        }
        int workerSlot = (int) WORKER_SLOT.get(progress);
        long block = block(progress);
        MemorySegment place = blocks.place(block);
        CrashPoint.hit("recover.beforeReplay");
        MemorySegment.copy(blocks.scratch(workerSlot, block), 0, place, 0, place.byteSize());
        CrashPoint.hit("recover.afterReplay");
        ChunkRow.progressFenced(rows, chunk, at(progress, block + 1)); // R3
    }

    /// The work on one chunk; blocks count from 0.
    public interface Work {
        long blocks();

        /// Computes a block from its place into its scratch block.
        void compute(long block);

        /// Moves a block from its scratch block to its place.
        void move(long block);
    }

    /// One call in C for all blocks of one chunk.
    public interface Call {
        /// Goes on where the word says.
        ///
        /// @param halfSteps the call ends after so many: one computes or moves, the next stores to the
        ///         word
        /// @return how many elements are new
        long run(long halfSteps);
    }

    /// Where the blocks of one chunk are.
    public interface Blocks {
        MemorySegment place(long block);

        /// The scratch block of a worker slot for that block.
        MemorySegment scratch(int workerSlot, long block);
    }
}
