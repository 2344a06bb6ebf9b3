/*
 * In-place chunks: a chunk word that names its worker, a progress word with the redo record, scratch memory by seat.
 *
 *   C1 FREE -> RUN(me)    C2 RUN(me) -> DONE    C3 RUN(dead) -> FREE, after the replay
 *   first block b: old block -> scratch[seat][b mod 2]; R1 progress = {b, COMMIT, seat}
 *   while there is a block b + 1: it goes into scratch[seat][(b + 1) mod 2] and block b to its place, half by half in
 *   turns; R2 progress = {b + 1, COMMIT, seat}
 *   last block b: it goes to its place; R3 progress = {b + 1}
 *   replay: with COMMIT block b goes to its place, then R3
 *   seat: FREE -> TAKEN(me); freed by its owner, or by the recoverer after the chunks
 *
 * Claims: in the end every half of every block was changed exactly once, however often workers died; everybody who
 * lives gets to the end.
 *
 * Holds: -DN=3 -DKILLS=1
 * Holds: -DN=2 -DKILLS=2 -DREBORN=1
 * Fails: -DN=2 -DNO_REPLAY     the chunk is given back as it is
 * Fails: -DN=2 -DIN_PLACE      the block is changed where it lies, without scratch
 * Fails: -DN=2 -DONE_SCRATCH   neighbouring blocks share their scratch
 * Fails: -DN=2 -DSEAT_FIRST    the seat of the dead is freed before the replay
 */
#ifndef ROUNDS
#define ROUNDS 1
#endif
#define AT_DEATH skip
#define FORGET seat = 0; chunk = 0; block = 0; scratch = 0; mark = 0; rounds = GIVES_UP
#define AT_START \
    d_step { \
        data[2] = 2; data[3] = 2; data[4] = 4; data[5] = 4; \
        data[6] = 6; data[7] = 6; data[8] = 8; data[9] = 8; data[10] = 10; data[11] = 10 \
    }
#define AT_END assert(kills == N || (CHANGED(0) && CHANGED(1)))

#define CHUNKS 2
#define BLOCKS 3
#define SEATS 2
#define FREE 0
#define DONE 9
#define COMMIT 16
#define RECORD(block, seat) (COMMIT | ((seat) << 2) | (block))
#define BLOCK(p) ((p) & 3)
#define SEAT(p) (((p) >> 2) & 3)
#define AT(chunk, block, half) data[(chunk) * 6 + (block) * 2 + (half)]
#ifdef ONE_SCRATCH
#define SCRATCH(seat, block, half) scratches[(seat) * 4 + (half)]
#else
#define SCRATCH(seat, block, half) scratches[(seat) * 4 + ((block) & 1) * 2 + (half)]
#endif
#define NEW(c, b) (6 * (c) + 2 * (b) + 1)
#define CHANGED_BLOCK(c, b) (AT(c, b, 0) == NEW(c, b) && AT(c, b, 1) == NEW(c, b))
#define CHANGED(c) (CHANGED_BLOCK(c, 0) && CHANGED_BLOCK(c, 1) && CHANGED_BLOCK(c, 2))

byte chunks[CHUNKS];            /* FREE, DONE, or who runs it */
byte progress[CHUNKS];
byte data[12];                  /* the halves of all blocks, each an even number that becomes the next odd one */
byte scratches[8];              /* by seat, parity of the block, and half */
byte seats[SEATS];

#include "../../../shm/src/spin/kernel.pml"

inline replay(c) {
    if
#ifndef NO_REPLAY
    :: atomic { progress[c] & COMMIT -> mark = progress[c] };
        AT(c, BLOCK(mark), 0) = SCRATCH(SEAT(mark), BLOCK(mark), 0);
        AT(c, BLOCK(mark), 1) = SCRATCH(SEAT(mark), BLOCK(mark), 1);
        atomic { progress[c] = BLOCK(mark) + 1; mark = 0 }
    :: atomic { !(progress[c] & COMMIT) }
#else
    :: atomic { progress[c] = BLOCK(progress[c]) }
#endif
    fi
}

inline free_seats(s) {
    atomic {
        if
        :: seats[0] == s -> seats[0] = 0
        :: seats[1] == s -> seats[1] = 0
        :: else
        fi
    }
}

inline sweep(s) {
    scratch = 0;
#ifdef SEAT_FIRST
    free_seats(s);
#endif
    do
    :: atomic { scratch < CHUNKS && chunks[scratch] == s };
        replay(scratch);
        atomic { chunks[scratch] = FREE; scratch++ }        /* C3 */
    :: atomic { scratch < CHUNKS && chunks[scratch] != s -> scratch++ }
    :: atomic { scratch == CHUNKS -> scratch = 0; break }
    od;
#ifndef SEAT_FIRST
    free_seats(s)
#endif
}

inline take_seat() {
    if
    :: atomic { seats[0] == 0 -> seats[0] = me; seat = 0 }
    :: atomic { seats[0] != 0 && seats[1] == 0 -> seats[1] = me; seat = 1 }
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
        SCRATCH(seat, block, 0) = AT(chunk, block, 0) + 1;
        SCRATCH(seat, block, 1) = AT(chunk, block, 1) + 1;
        progress[chunk] = RECORD(block, seat);                                  /* R1 */
        do
        :: atomic { block + 1 < BLOCKS };
            SCRATCH(seat, block + 1, 0) = AT(chunk, block + 1, 0) + 1;
            AT(chunk, block, 0) = SCRATCH(seat, block, 0);
            SCRATCH(seat, block + 1, 1) = AT(chunk, block + 1, 1) + 1;
            AT(chunk, block, 1) = SCRATCH(seat, block, 1);
            atomic { block++; progress[chunk] = RECORD(block, seat) }           /* R2 */
        :: atomic { block + 1 == BLOCKS -> break }
        od;
        AT(chunk, block, 0) = SCRATCH(seat, block, 0);
        AT(chunk, block, 1) = SCRATCH(seat, block, 1);
        atomic { progress[chunk] = block + 1; block = 0 }                       /* R3 */
    :: atomic { block == BLOCKS -> block = 0 }
    fi;
#endif
    atomic { assert(chunks[chunk] == me); chunks[chunk] = DONE; chunk = 0 }     /* C2 */
}

proctype P(byte me) {
    byte seat;
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
            take_seat();
            do
            :: atomic { chunks[0] == FREE -> chunks[0] = me; chunk = 0 };       /* C1 */
                work()
            :: atomic { chunks[1] == FREE -> chunks[1] = me; chunk = 1 };
                work()
            :: atomic { chunks[0] == DONE && chunks[1] == DONE -> break }
            od;
            seats[seat] = 0;
            atomic { seat = 0; leave() }
        } DIES_ANYWHERE
    od;
    finished++
}

#include "../../../shm/src/spin/watcher.pml"
