/*
 * A job in its row: the word that names its submitter, its handle of a region, and one chunk.
 *
 *   J1 FREE -> SETUP(e, me)        J2 SETUP -> PINNED        J3 PINNED -> RUNNING, the region is still there
 *   J4 PINNED, RUNNING -> ABORTED(e, me), by the submitter; ABORTED(e, 0) by its recoverer
 *   J5 RUNNING, ABORTED -> FREE, by the submitter; ABORTED(e, 0) -> FREE, by anybody; no chunk FREE or RUN
 *   J6 SETUP -> FREE, by the recoverer
 *   C1 FREE(e) -> RUN(e, me)       C2 RUN -> DONE            C3 RUN(dead) -> FREE
 *   C6 FREE(e) -> CANCELLED        C7 RUN(dead) -> CANCELLED, the job is aborted
 *   C8 RUN -> CANCELLED, the worker saw that the job is aborted
 *   D3 ACTIVE -> RETIRED(me)       D4 RETIRED -> ACTIVE, a job uses it      D5 RETIRED -> DROPPED
 *
 * Process 1 submits, process 2 works, a third one drops the region. A submitter that finds the region dropped makes a
 * new one for its next job.
 *
 * Claims: a worker computes only while the job of its epoch stands in the row, and never for one that is set up; the
 * region of the job is not dropped from J3 to J5; in the end the row is free and no chunk runs; everybody who lives
 * gets to the end.
 *
 * Holds: -DN=3 -DKILLS=1
 * Holds: -DN=2 -DKILLS=2 -DREBORN=1
 * Fails: -DN=3 -DLOOKS_BEFORE_PIN    the submitter asks for the region before J2
 * Fails: -DN=2 -DNO_EPOCH            C1 does not compare the epoch
 * Fails: -DN=2 -DFREES_EARLY         J5 does not wait for a chunk in RUN
 * Fails: -DN=2 -DKEEPS_FREE          the recoverer aborts the job and does not cancel its free chunk
 */
#ifndef ROUNDS
#define ROUNDS 2
#endif
#define AT_DEATH at[me] = 0
#define FORGET scratch = 0; mark = 0; mine = 0; rounds = GIVES_UP
#define AT_END reap(); assert(state == FREE && chunk != RUN)      /* as who looks for a free row next */

#define FREE 0
#define SETUP 1
#define PINNED 2
#define RUNNING 3
#define ABORTED 4

#define RUN 1
#define DONE 2
#define CANCELLED 3

#define ACTIVE 0
#define RETIRED 1
#define DROPPED 2

byte state;
byte slot;
byte epoch;
byte chunk = DONE;          /* FREE, RUN, DONE, CANCELLED */
byte chunk_slot;
byte chunk_epoch;
byte region;                /* its phase in the directory */
byte region_slot;
byte generation;            /* of the region */
byte handle;                /* the generation that the job uses */
byte at[N + 2];             /* the epoch that process computes for */

#include "../../../shm/src/spin/kernel.pml"

#define IS_OPEN (chunk_epoch == epoch && (chunk == FREE || chunk == RUN))
#ifdef FREES_EARLY
#define MAY_FREE (!(chunk_epoch == epoch && chunk == FREE))
#else
#define MAY_FREE (!IS_OPEN)
#endif
#define USES_REGION ((state == PINNED || state == RUNNING || state == ABORTED) && handle == generation)

inline cancel_free() {
    atomic {
        if
        :: chunk == FREE && chunk_epoch == epoch -> chunk = CANCELLED               /* C6 */
        :: else
        fi
    }
}

/* Frees an aborted row without submitter. */
inline reap() {
    if
    :: atomic { state == ABORTED && slot == 0 -> mark = epoch };
#ifndef KEEPS_FREE
        atomic {
            if
            :: chunk == FREE && chunk_epoch == mark -> chunk = CANCELLED            /* C6 */
            :: else
            fi
        };
#endif
        atomic {
            if
            :: MAY_FREE && epoch == mark && state == ABORTED && slot == 0 -> state = FREE   /* J5 */
            :: else
            fi;
            mark = 0
        }
    :: atomic { !(state == ABORTED && slot == 0) }
    fi
}

inline sweep(s) {
    atomic {
        if
        :: chunk == RUN && chunk_slot == s && state == ABORTED -> chunk = CANCELLED; chunk_slot = 0    /* C7 */
        :: chunk == RUN && chunk_slot == s && state != ABORTED -> chunk = FREE; chunk_slot = 0         /* C3 */
        :: else
        fi
    };
    atomic {
        if
        :: state == SETUP && slot == s -> state = FREE; slot = 0                    /* J6 */
        :: (state == PINNED || state == RUNNING || state == ABORTED) && slot == s -> state = ABORTED; slot = 0  /* J4 */
        :: else
        fi
    };
    reap();
    atomic {
        if
        :: region == RETIRED && region_slot == s -> region = ACTIVE; region_slot = 0    /* D4 */
        :: else
        fi
    }
}

inline end_job() {
    do
    :: atomic { state == RUNNING -> state = ABORTED }                               /* J4 */
    :: atomic { state == ABORTED };
        cancel_free()
    :: atomic { MAY_FREE -> assert(slot == me); state = FREE; slot = 0; break }     /* J5 */
    od
}

inline submit() {
    reap();
    if
    :: atomic { state == FREE -> epoch++; state = SETUP; slot = me };               /* J1 */
        if
        :: atomic { region == DROPPED -> region = ACTIVE; generation++ }
        :: atomic { region != DROPPED }
        fi;
        handle = generation;
        atomic { chunk = FREE; chunk_slot = 0; chunk_epoch = epoch };
#ifdef LOOKS_BEFORE_PIN
        atomic { region != RETIRED -> mark = region };
        state = PINNED;
#else
        state = PINNED;                                                             /* J2 */
        atomic { region != RETIRED -> mark = region };
#endif
        if
        :: atomic { mark == ACTIVE -> state = RUNNING; mark = 0 }                   /* J3 */
        :: atomic { mark == DROPPED -> state = ABORTED; mark = 0 }                  /* J4 */
        fi;
        end_job()
    :: atomic { state != FREE }
    fi
}

inline work() {
    if
    :: atomic { state == RUNNING -> mine = epoch };
        atomic {
            if
#ifdef NO_EPOCH
            :: chunk == FREE -> chunk = RUN; chunk_slot = me; at[me] = chunk_epoch
#else
            :: chunk == FREE && chunk_epoch == mine -> chunk = RUN; chunk_slot = me; at[me] = mine  /* C1 */
#endif
            :: else
            fi;
            mine = 0
        };
        if
        :: atomic { at[me] != 0 };
            atomic { assert((state == RUNNING || state == ABORTED) && epoch == at[me] && region != DROPPED) };
            atomic { assert(chunk == RUN && chunk_slot == me && chunk_epoch == at[me]);
                assert((state == RUNNING || state == ABORTED) && epoch == at[me] && region != DROPPED);
                if
                :: chunk = DONE                                                     /* C2 */
                :: state == ABORTED -> chunk = CANCELLED                            /* C8 */
                fi;
                chunk_slot = 0; at[me] = 0 }
        :: atomic { at[me] == 0 }
        fi
    :: atomic { true }
    fi
}

inline drop() {
    if
    :: atomic { region == ACTIVE -> region = RETIRED; region_slot = me };           /* D3 */
        reap();
        if
        :: atomic { USES_REGION };
            atomic { region = ACTIVE; region_slot = 0 }                             /* D4 */
        :: atomic { !USES_REGION };
            atomic { region = DROPPED; region_slot = 0 }                            /* D5 */
        fi
    :: atomic { region != ACTIVE }
    fi
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
            join();
            if
            :: atomic { me == 1 };
                submit()
            :: atomic { me == 2 };
                work()
            :: atomic { me == 3 };
                drop()
            fi;
            leave()
        } DIES_ANYWHERE
    od;
    finished++
}

#include "../../../shm/src/spin/watcher.pml"
