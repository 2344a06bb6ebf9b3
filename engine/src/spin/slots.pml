/*
 * A worker slot of a pool: the word that names its holder, and the word by which the owner ends the holder.
 *
 *   holder:  S1 FREE -> HELD(me)     S2 HELD(w) -> FREE, by w, or by the recoverer of w after the replay
 *   leave:   S3 STAY -> ASKED        S5 ASKED -> STAY         S6 any -> STAY, before the next launch; by the owner
 *            S4 ASKED -> LEAVING     by the holder, which then ends
 *
 * Process 1 is the owner; it is not killed here. It launches workers in the one slot, one at a time, asks them to
 * end and withdraws that. The others are the processes that become these workers.
 *
 * Claims: one process at a time uses the scratch memory of the slot, a dead one until its redo record is replayed;
 * a worker ends only when the owner asked this worker, and never after S5 told the owner that it stays; in the end
 * the slot is free.
 *
 * Holds: -DN=3 -DKILLS=1
 * Holds: -DN=3 -DKILLS=2 -DREBORN=1
 * Fails: -DN=3 -DNO_RESET         the owner launches a worker without S6
 * Fails: -DN=3 -DKEEPS_BLINDLY    S5 is a look and a store
 * Fails: -DN=3 -DFREES_ANY        S2 does not compare the holder
 * Fails: -DN=3 -DFREE_FIRST       the recoverer frees the slot before the replay
 */
#ifndef ROUNDS
#define ROUNDS 2
#endif
#define STEPS 6
#define AT_DEATH skip
#define FORGET scratch = 0; mark = 0; mine = 0; rounds = GIVES_UP
#define AT_END assert(slot_holder == 0)

#define STAY 0
#define ASKED 1
#define LEAVING 2

byte slot_holder;
byte leave_word;
bool in_scratch[N + 2];     /* may write the scratch memory, or left a redo record there */
bool launched;              /* a process shall become the worker */
byte launch;                /* which launch that is */
byte asked;                 /* the launch that the owner asked last */
bool stays;                 /* S5 said that the worker stays */
bool closed;

#include "../../../shm/src/spin/kernel.pml"

#define NO_WORKER (!launched && !running[2] && !running[3])

inline free_slot(s) {
    atomic {
        if
#ifdef FREES_ANY
        :: true -> slot_holder = 0                                                  /* S2 */
#else
        :: slot_holder == s -> slot_holder = 0                                      /* S2 */
        :: else
#endif
        fi
    }
}

inline sweep(s) {
#ifdef FREE_FIRST
    free_slot(s);
    in_scratch[s] = false
#else
    in_scratch[s] = false;
    free_slot(s)
#endif
}

inline own() {
    do
    :: atomic { scratch < STEPS && leave_word == STAY -> leave_word = ASKED; asked = launch; stays = false; scratch++ }  /* S3 */
#ifdef KEEPS_BLINDLY
    :: atomic { scratch < STEPS && leave_word == ASKED -> scratch++ };
        atomic { leave_word = STAY; stays = true }
#else
    :: atomic { scratch < STEPS && leave_word == ASKED -> leave_word = STAY; stays = true; scratch++ }                  /* S5 */
#endif
    :: atomic { scratch < STEPS && NO_WORKER -> scratch++ };
#ifndef NO_RESET
        leave_word = STAY;                                                          /* S6 */
#endif
        atomic { launch++; stays = false; launched = true }
    :: atomic { scratch == STEPS -> scratch = 0; closed = true; break }
    od
}

inline work() {
    do
    :: atomic { slot_holder == 0 -> slot_holder = me; in_scratch[me] = true; assert(SUM(in_scratch) == 1); break }  /* S1 */
    :: atomic { slot_holder != 0 && closed -> goto ends }
    od;
    do
    :: atomic { leave_word == ASKED -> leave_word = LEAVING; assert(asked == mine); break }                             /* S4 */
    :: atomic { closed -> break }
    od;
    atomic { assert(slot_holder == me && (closed || !(stays && launch == mine))); in_scratch[me] = false };
ends:
    free_slot(me)
}

proctype P(byte me) {
    byte scratch;
    short mark;
    byte mine;
    byte rounds;

    do
    :: atomic { rounds >= ROUNDS -> break }
    :: atomic { rounds < ROUNDS };
        {
            if
            :: atomic { me == 1 };
                own();
                rounds = ROUNDS
            :: atomic { me > 1 && launched && !used[me] && holder[me] == 0 ->
                    launched = false; mine = launch; holder[me] = me; used[me] = true; running[me] = true };
                work();
                leave()
            :: atomic { me > 1 && closed && !launched -> rounds = ROUNDS }
            fi
        } DIES_ANYWHERE
    od;
    finished++
}

#include "../../../shm/src/spin/watcher.pml"
