/*
 * One end of a pipe: the word that names its owner, and a ring that a dead owner may have left half written.
 *
 *   E1 FREE, CLOSED -> TAKEN(me)                E2 TAKEN(me) -> CLOSED          E3 TAKEN(dead) -> DEAD
 *   E4 FREE, CLOSED, DEAD -> RESETTING(me)      E5 RESETTING(me) -> FREE        E6 RESETTING(dead) -> DEAD
 *
 * Each process takes the end, writes to the ring and closes the end, or clears the ring when the last owner is dead.
 *
 * Claims: one process at a time writes to the ring, an owner or who clears it; no owner finds the ring half written;
 * everybody who lives gets to the end.
 *
 * Holds: -DN=3 -DKILLS=1
 * Holds: -DN=2 -DKILLS=2 -DREBORN=1
 * Fails: -DN=2 -DTAKES_DEAD      E1 is done from DEAD too
 * Fails: -DN=2 -DSTORES          E1 is a look and a store
 * Fails: -DN=2 -DRESETS_TAKEN    E4 does not refuse an end that is taken
 * Fails: -DN=3 -DFREES_RESET     E6 leads to FREE
 */
#ifndef ROUNDS
#define ROUNDS 1
#endif
#define AT_DEATH inside[me] = false
#define FORGET seen = 0; scratch = 0; mark = 0; dead = 0; rounds = GIVES_UP
#define AT_END assert(phase != TAKEN && phase != RESETTING)

#define FREE 0
#define TAKEN 1
#define CLOSED 2
#define DEAD 3
#define RESETTING 4

byte phase;
byte slot;
byte turn;
bool half;                  /* the ring is half written, or half cleared */
bool inside[N + 2];         /* at the ring */

#define WORD (turn * 32 + phase * 4 + slot)
#define OWNED (phase == TAKEN || phase == RESETTING)
#define MOVE(p, s) phase = p; slot = s; turn = (turn + 1) % 8

#include "kernel.pml"

inline sweep(s) {
    atomic {
        if
        :: phase == TAKEN && slot == s -> MOVE(DEAD, 0)                             /* E3 */
#ifdef FREES_RESET
        :: phase == RESETTING && slot == s -> MOVE(FREE, 0)
#else
        :: phase == RESETTING && slot == s -> MOVE(DEAD, 0)                         /* E6 */
#endif
        :: else
        fi
    }
}

inline write_ring() {
    atomic { assert(!half && SUM(inside) == 1); half = true };
    atomic { assert(SUM(inside) == 1); half = false }
}

inline clear_ring() {
    atomic { assert(SUM(inside) == 1); half = true };
    atomic { assert(SUM(inside) == 1); half = false }
}

inline take_and_close() {
#ifdef STORES
    atomic { MOVE(TAKEN, me); inside[me] = true; mark = 1 };
#else
    atomic {
        if
        :: WORD == seen -> MOVE(TAKEN, me); inside[me] = true; mark = 1             /* E1 */
        :: else
        fi
    };
#endif
    if
    :: atomic { mark == 1 -> mark = 0 };
        write_ring();
        atomic { assert(phase == TAKEN && slot == me); MOVE(CLOSED, 0); inside[me] = false };   /* E2 */
        break
    :: atomic { mark == 0 }
    fi
}

inline reset() {
    atomic {
        if
        :: WORD == seen -> MOVE(RESETTING, me); inside[me] = true; mark = 1         /* E4 */
        :: else
        fi
    };
    if
    :: atomic { mark == 1 -> mark = 0 };
        clear_ring();
        atomic { assert(phase == RESETTING && slot == me); MOVE(FREE, 0); inside[me] = false }  /* E5 */
    :: atomic { mark == 0 }
    fi
}

inline use_end() {
    do
    :: atomic { phase == FREE || phase == CLOSED -> seen = WORD };
        take_and_close()
#ifdef TAKES_DEAD
    :: atomic { phase == DEAD -> seen = WORD };
        take_and_close()
#endif
    :: atomic { phase == DEAD -> seen = WORD };
        reset()
#ifdef RESETS_TAKEN
    :: atomic { phase == TAKEN && slot != me -> seen = WORD };
        reset()
#endif
    :: atomic { OWNED && ALIVE(slot) -> break }         /* EndTakenException */
    :: atomic { OWNED && !ALIVE(slot) -> dead = slot };
        recover(dead);
        dead = 0
    od;
    seen = 0
}

proctype P(byte me) {
    byte seen;
    byte scratch;
    short mark;
    byte dead;
    byte rounds;

    do
    :: atomic { rounds >= ROUNDS -> break }
    :: atomic { rounds < ROUNDS };
        {
            join();
            use_end();
            leave()
        } DIES_ANYWHERE
    od;
    finished++
}

#include "watcher.pml"
