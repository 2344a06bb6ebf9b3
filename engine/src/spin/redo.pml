/*
 * In-place chunks: a chunk word that names its worker, a progress word with the redo record, scratch memory by worker slot.
 *
 *   C1 FREE -> RUN(me)    C2 RUN(me) -> DONE    C3 RUN(dead) -> FREE, after the replay
 *   first block b: old block -> scratch[w][b mod 2]; R1 progress = {b, COMMIT, w}
 *   while there is a block b + 1: it goes into scratch[w][(b + 1) mod 2] and block b to its place, half by half in
 *   turns; R2 progress = {b + 1, COMMIT, w}
 *   last block b: it goes to its place; R3 progress = {b + 1}
 *   replay: with COMMIT block b goes to its place, then R3
 *   worker slot w: S1 FREE -> HELD(me); S2 FREE again, by its holder, or by the recoverer after the chunks
 *
 * Claims: in the end every half of every block was changed exactly once, however often workers died; everybody who
 * lives gets to the end.
 *
 * Holds: -DN=3 -DKILLS=1
 * Holds: -DN=2 -DKILLS=2 -DREBORN=1
 * Fails: -DN=2 -DNO_REPLAY     the chunk is given back as it is
 * Fails: -DN=2 -DIN_PLACE      the block is changed where it lies, without scratch
 * Fails: -DN=2 -DONE_SCRATCH   neighbouring blocks share their scratch
 * Fails: -DN=2 -DSLOT_FIRST    the worker slot of the dead is freed before the replay
 */
#ifndef ROUNDS
#define ROUNDS 1
#endif
#define AT_DEATH skip
#define FORGET worker_slot = 0; chunk = 0; block = 0; scratch = 0; mark = 0; rounds = GIVES_UP
#define AT_START \
    d_step { \
        data[2] = 2; data[3] = 2; data[4] = 4; data[5] = 4; \
        data[6] = 6; data[7] = 6; data[8] = 8; data[9] = 8; data[10] = 10; data[11] = 10 \
    }
#define AT_END assert(kills == N || (CHANGED(0) && CHANGED(1)))

#define CHUNKS 2
#define BLOCKS 3
#define WORKER_SLOTS 2
#define FREE 0
#define DONE 9
#define COMMIT 16
#define RECORD(block, worker_slot) (COMMIT | ((worker_slot) << 2) | (block))
#define BLOCK(p) ((p) & 3)
#define WORKER_SLOT(p) (((p) >> 2) & 3)
#define AT(chunk, block, half) data[(chunk) * 6 + (block) * 2 + (half)]
#ifdef ONE_SCRATCH
#define SCRATCH(worker_slot, block, half) scratches[(worker_slot) * 4 + (half)]
#else
#define SCRATCH(worker_slot, block, half) scratches[(worker_slot) * 4 + ((block) & 1) * 2 + (half)]
#endif
#define NEW(c, b) (6 * (c) + 2 * (b) + 1)
#define CHANGED_BLOCK(c, b) (AT(c, b, 0) == NEW(c, b) && AT(c, b, 1) == NEW(c, b))
#define CHANGED(c) (CHANGED_BLOCK(c, 0) && CHANGED_BLOCK(c, 1) && CHANGED_BLOCK(c, 2))

byte chunks[CHUNKS];            /* FREE, DONE, or who runs it */
byte progress[CHUNKS];
byte data[12];                  /* the halves of all blocks, each an even number that becomes the next odd one */
byte scratches[8];              /* by worker slot, parity of the block, and half */
byte worker_slots[WORKER_SLOTS];

#include "../../../shm/src/spin/kernel.pml"

inline replay(c) {
    if
#ifndef NO_REPLAY
    :: atomic { progress[c] & COMMIT -> mark = progress[c] };
        AT(c, BLOCK(mark), 0) = SCRATCH(WORKER_SLOT(mark), BLOCK(mark), 0);
        AT(c, BLOCK(mark), 1) = SCRATCH(WORKER_SLOT(mark), BLOCK(mark), 1);
        atomic { progress[c] = BLOCK(mark) + 1; mark = 0 }
    :: atomic { !(progress[c] & COMMIT) }
#else
    :: atomic { progress[c] = BLOCK(progress[c]) }
#endif
    fi
}

inline free_worker_slots(s) {
    atomic {
        if
        :: worker_slots[0] == s -> worker_slots[0] = 0
        :: worker_slots[1] == s -> worker_slots[1] = 0
        :: else
        fi
    }
}

inline sweep(s) {
    scratch = 0;
#ifdef SLOT_FIRST
    free_worker_slots(s);
#endif
    do
    :: atomic { scratch < CHUNKS && chunks[scratch] == s };
        replay(scratch);
        atomic { chunks[scratch] = FREE; scratch++ }        /* C3 */
    :: atomic { scratch < CHUNKS && chunks[scratch] != s -> scratch++ }
    :: atomic { scratch == CHUNKS -> scratch = 0; break }
    od;
#ifndef SLOT_FIRST
    free_worker_slots(s)
#endif
}

inline take_worker_slot() {
    if
    :: atomic { worker_slots[0] == 0 -> worker_slots[0] = me; worker_slot = 0 }
    :: atomic { worker_slots[0] != 0 && worker_slots[1] == 0 -> worker_slots[1] = me; worker_slot = 1 }
    fi
}

inline work() {
    block = progress[chunk];
#ifdef IN_PLACE
    do
    :: atomic { block < BLOCKS };
        AT(chunk, block, 0)++;
        AT(chunk, block, 1)++;
        atomic { block++; progress[chunk] = block }
    :: atomic { block == BLOCKS -> block = 0; break }
    od;
#else
    if
    :: atomic { block < BLOCKS };
        SCRATCH(worker_slot, block, 0) = AT(chunk, block, 0) + 1;
        SCRATCH(worker_slot, block, 1) = AT(chunk, block, 1) + 1;
        progress[chunk] = RECORD(block, worker_slot);                                  /* R1 */
        do
        :: atomic { block + 1 < BLOCKS };
            SCRATCH(worker_slot, block + 1, 0) = AT(chunk, block + 1, 0) + 1;
            AT(chunk, block, 0) = SCRATCH(worker_slot, block, 0);
            SCRATCH(worker_slot, block + 1, 1) = AT(chunk, block + 1, 1) + 1;
            AT(chunk, block, 1) = SCRATCH(worker_slot, block, 1);
            atomic { block++; progress[chunk] = RECORD(block, worker_slot) }           /* R2 */
        :: atomic { block + 1 == BLOCKS -> break }
        od;
        AT(chunk, block, 0) = SCRATCH(worker_slot, block, 0);
        AT(chunk, block, 1) = SCRATCH(worker_slot, block, 1);
        atomic { progress[chunk] = block + 1; block = 0 }                       /* R3 */
    :: atomic { block == BLOCKS -> block = 0 }
    fi;
#endif
    atomic { assert(chunks[chunk] == me); chunks[chunk] = DONE; chunk = 0 }     /* C2 */
}

proctype P(byte me) {
    byte worker_slot;
    byte chunk;
    byte block;
    byte scratch;
    short mark;
    byte rounds;

    do
    :: atomic { rounds >= ROUNDS -> break }
    :: atomic { rounds < ROUNDS };
        {
            join();
            take_worker_slot();
            do
            :: atomic { chunks[0] == FREE -> chunks[0] = me; chunk = 0 };       /* C1 */
                work()
            :: atomic { chunks[1] == FREE -> chunks[1] = me; chunk = 1 };
                work()
            :: atomic { chunks[0] == DONE && chunks[1] == DONE -> break }
            od;
            worker_slots[worker_slot] = 0;
            atomic { worker_slot = 0; leave() }
        } DIES_ANYWHERE
    od;
    finished++
}

#include "../../../shm/src/spin/watcher.pml"
