/*
 * A batch of object tasks in its row: the word that names who has it, the submitter's field, the progress, the
 * overflow region of the arguments.
 *
 *   T1 FREE -> FILLING(me)     T2 FILLING(me) -> READY     T3 READY -> RUN(me)      T4 RUN(me) -> DONE
 *   T5 DONE, LOST, CANCELLED -> FREE, by the submitter, or by anybody when it is dead
 *   T6 READY -> CANCELLED      T7 RUN(dead) -> READY, one attempt more              T8 RUN(dead) -> LOST
 *   T9 RUN(me) -> RUN(me), attempts forgotten              T10 RUN(w) -> STOPPING(w), by the submitter, which then kills w
 *   T11 STOPPING(dead) -> CANCELLED                        T12 FILLING(dead) -> FREE
 *
 * Process 1 submits, takes the results and gives the row back; the others are workers. A worker halts when it finds its
 * batch STOPPING.
 *
 * Claims: a finished item is not run again; a result that is taken was written; none is taken twice; whoever runs finds
 * the arguments; the kill of a worker that is stopped meets no other batch; in the end the row is free; everybody who lives
 * gets to the end.
 *
 * Holds: -DN=3 -DKILLS=1
 * Holds: -DN=2 -DKILLS=2 -DREBORN=1
 * Fails: -DN=2 -DNO_OWNER -DREBORN=1     a batch whose submitter died is freed by whoever sees that it ended
 * Fails: -DN=3 -DPARTS                   the progress is told before the result is written
 * Fails: -DN=2 -DREBORN=1 -DNO_EPOCH     who is late in freeing a row drops the next batch's region
 * Fails: -DN=2 -DREBORN=1 -DGOES_ON      a worker that is stopped ends its batch and claims the next one
 * Fails: -DN=2 -DREBORN=1 -DLOOKS_ONCE   the recoverer does not look again after a T10 meanwhile
 */
#ifndef ROUNDS
#define ROUNDS 2
#endif
#define AT_DEATH at[me] = 0
#define FORGET item = 0; scratch = 0; mark = 0; stopping = 0; whose = 0; rounds = GIVES_UP
#define AT_END assert(state == FREE && region == 0)

#define ITEMS 2
#define MOST_ATTEMPTS 2
#define FREE 0
#define FILLING 1
#define READY 2
#define RUN 3
#define DONE 4
#define STOPPING 5
#define LOST 6
#define CANCELLED 7
#define HAS_ENDED (state == DONE || state == LOST || state == CANCELLED)
#define HAS(s) ((state == RUN || state == STOPPING) && slot == (s))
#ifdef NO_OWNER
#define IS_ORPHAN true
#else
#define IS_ORPHAN (submitter == 0)
#endif
#define WORD (epoch * 64 + state * 8 + attempt)

byte state;
byte slot;
byte attempt;
byte epoch;
byte submitter;
byte done;
byte overflow;              /* the epoch whose region may be there */
byte region;                /* the epoch in its name */
byte results[ITEMS];        /* the epoch it was written in */
byte taken[ITEMS];          /* the epoch it was last taken in */
byte at[N + 2];             /* the epoch of the batch that process is at */
byte born[N + 2];           /* which process of that slot it is */

#include "../../../shm/src/spin/kernel.pml"

/* Frees what ended at the word in `mark`, and its region. */
inline free_row() {
#ifdef NO_EPOCH
    atomic { region = 0 };
#else
    atomic {
        if
        :: region == mark / 64 && overflow == region -> region = 0
        :: else
        fi
    };
#endif
    atomic {
        if
        :: overflow == mark / 64 -> overflow = 0
        :: else
        fi
    };
    atomic {
        if
        :: WORD == mark -> state = FREE; slot = 0; attempt = 0                          /* T5, T12 */
        :: else
        fi;
        mark = 0
    }
}

inline reap() {
    atomic {
        if
        :: state == READY && submitter == 0 -> state = CANCELLED                        /* T6 */
        :: else
        fi
    };
    if
    :: atomic { HAS_ENDED && IS_ORPHAN -> mark = WORD };
        free_row()
    :: atomic { !(HAS_ENDED && IS_ORPHAN) }
    fi
}

inline give_back(s) {
    atomic {
        if
        :: WORD != mark
        :: WORD == mark && state == STOPPING -> state = CANCELLED; slot = 0; attempt = 0   /* T11 */
        :: WORD == mark && state == RUN && done == ITEMS -> state = DONE; slot = 0; attempt = 0      /* T4 */
        :: WORD == mark && state == RUN && done < ITEMS && attempt + 1 >= MOST_ATTEMPTS ->
            state = LOST; slot = 0; attempt = 0                                         /* T8 */
        :: WORD == mark && state == RUN && done < ITEMS && attempt + 1 < MOST_ATTEMPTS ->
            state = READY; slot = 0; attempt++                                          /* T7 */
        fi;
        mark = 0
    }
}

inline sweep(s) {
#ifdef LOOKS_ONCE
    if
    :: atomic { HAS(s) -> mark = WORD };
        give_back(s)
    :: atomic { !HAS(s) }
    fi;
#else
    do
    :: atomic { HAS(s) -> mark = WORD };
        give_back(s)
    :: atomic { !HAS(s) -> break }
    od;
#endif
    if
    :: atomic { state == FILLING && slot == s -> mark = WORD };
        free_row()
    :: atomic { !(state == FILLING && slot == s) }
    fi;
    atomic {
        if
        :: submitter == s -> submitter = 0
        :: else
        fi
    };
    reap()
}

inline fill() {
    overflow = epoch;
    region = epoch;
    done = 0;
    submitter = me
}

/* What the submitter finds when it kills: the same process is at the batch that is STOPPING, or it is gone. */
inline kill_worker() {
    atomic {
        assert(!running[stopping] || born[stopping] != whose || at[stopping] == epoch);
        stopping = 0;
        whose = 0
    }
}

inline await_end() {
    do
    :: atomic { HAS_ENDED -> break }
    :: atomic { state == READY -> state = CANCELLED }                                   /* T6 */
    :: atomic { state == RUN -> state = STOPPING; stopping = slot; whose = born[slot] };    /* T10 */
        kill_worker()
    od
}

inline take() {
    do
    :: atomic { item < done -> assert(results[item] == epoch && taken[item] != epoch); taken[item] = epoch; item++ }
    :: atomic { item >= done -> item = 0; break }
    od
}

inline submit() {
    atomic { state == FREE -> state = FILLING; slot = me; epoch = epoch % 6 + 1 };      /* T1 */
    fill();
    atomic { state = READY; slot = 0 };                                                 /* T2 */
    await_end();
    take();
    atomic { mark = WORD };
    free_row()
}

inline run_item() {
    atomic { assert(at[me] == epoch && region == epoch); assert(done == item) };
#ifdef PARTS
    atomic { done = item + 1 };
    atomic { results[item] = epoch };
#else
    atomic { assert(results[item] != epoch || done <= item); results[item] = epoch };
    atomic { done = item + 1 };
#endif
    item++;
    atomic {
        if
        :: state == RUN && slot == me -> attempt = 0                                    /* T9 */
        :: else
        fi
    }
}

/* Nothing is given back in good order: as if it was killed. */
inline halt() {
    atomic { let_go(); AT_DEATH; FORGET }
}

inline run_batch() {
    item = done;
    do
    :: atomic { state == RUN && item < ITEMS && submitter != 0 };
        run_item()
    :: atomic { state == STOPPING || item == ITEMS || submitter == 0 -> item = 0; break }
    od;
    atomic {
        assert(slot == me);
        if
        :: state == RUN -> state = DONE; slot = 0; attempt = 0; at[me] = 0              /* T4 */
#ifdef GOES_ON
        :: state == STOPPING -> state = CANCELLED; slot = 0; attempt = 0; at[me] = 0
#endif
        :: else
        fi
    };
    if
    :: atomic { at[me] != 0 };
        halt();
        goto gone
    :: atomic { at[me] == 0 };
        reap()
    fi
}

proctype P(byte me) {
    byte item;
    byte scratch;
    short mark;
    byte stopping;
    byte whose;
    byte rounds;

    do
    :: atomic { rounds >= ROUNDS -> break }
    :: atomic { rounds < ROUNDS };
        {
            atomic { join(); born[me] = (born[me] + 1) % 16 };
            if
            :: atomic { me == 1 };
                submit()
            :: atomic { me > 1 };
                do
                :: atomic { state == READY -> state = RUN; slot = me; at[me] = epoch }; /* T3 */
                    run_batch()
                :: atomic { true -> break }
                od
            fi;
            leave()
        } DIES_ANYWHERE;
gone:
        skip
    od;
    finished++
}

#include "../../../shm/src/spin/watcher.pml"
