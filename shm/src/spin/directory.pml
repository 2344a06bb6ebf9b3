/*
 * Region directory: one row, one piece of memory. A region is made, opened by others, dropped; its memory is used
 * again only when no living process has it open.
 *
 *            D1            D2            D3               D5              D6
 *   FREE -> RESERVED(s) -> ACTIVE -> RETIRED(s) -> DROPPING(s) -> FREE     D1 and D5 under the gate
 *   D4: RETIRED(s) -> ACTIVE, D7: RESERVED(s) -> FREE: by s, or when s is dead
 *
 * A drop has an epoch; the header names it after the row says DROPPING; every process closes what it has open of
 * dropped regions, then acknowledges the epoch in its slot; D6 when all living slots have.
 *
 * Claims: memory that is reserved is open nowhere; who sees ACTIVE sees initialised memory; nobody is left waiting;
 * in the end nothing is half made or half dropped.
 *
 * Holds: -DN=3 -DKILLS=0
 * Holds: -DN=2 -DKILLS=2 -DREBORN=1
 * Fails: -DN=2 -DREBORN=1 -DACK_FIRST        acknowledged before it is closed
 * Fails: -DN=2 -DREBORN=1 -DANNOUNCE_FIRST   the header names the epoch before the row says DROPPING
 * Fails: -DN=2 -DSTUCK                       the sweep leaves RESERVED as it is
 */
#ifndef ROUNDS
#define ROUNDS 1
#endif
#define AT_DEATH open[me] = 0
#define FORGET seen = 0; scratch = 0; epoch = 0; gone = false; rounds = GIVES_UP
#define AT_END assert(PHASE(row) != RESERVED && PHASE(row) != RETIRED)

#define FREE 0
#define RESERVED 1
#define ACTIVE 2
#define RETIRED 3
#define DROPPING 4
#define ROW(phase, slot, generation) (((generation) << 6) | ((slot) << 3) | (phase))
#define PHASE(w) ((w) & 7)
#define SLOT(w) (((w) >> 3) & 7)
#define GENERATION(w) ((w) >> 6)

short row;
byte row_epoch;
byte header_epoch;
byte acknowledged[N + 2];
bool live[N + 2];
byte open[N + 2];           /* the generation that the process has mapped; goes with the process */
byte memory;                /* the generation it was initialised for */

#include "kernel.pml"

#if N > 2
#define OPEN_NOWHERE (open[1] == 0 && open[2] == 0 && open[3] == 0)
#else
#define OPEN_NOWHERE (open[1] == 0 && open[2] == 0)
#endif

inline enter_gate() { atomic { holder[0] == 0 -> holder[0] = me } }
inline leave_gate() { holder[0] = 0 }

inline cas_row(to) {
    atomic {
        if
        :: row == seen -> row = to; seen = to
        :: else
        fi
    }
}

inline sweep(s) {
    atomic {
        scratch = 0;
        if
        :: SLOT(row) == s -> scratch = PHASE(row)
        :: else
        fi
    };
    if
#ifndef STUCK
    :: atomic { scratch == RESERVED && row == ROW(RESERVED, s, GENERATION(row)) ->
            row = ROW(FREE, 0, GENERATION(row)) }                                       /* D7 */
#endif
    :: atomic { scratch == RETIRED && row == ROW(RETIRED, s, GENERATION(row)) ->
            row = ROW(ACTIVE, 0, GENERATION(row)) }                                     /* D4 */
    :: atomic { scratch == DROPPING };
        enter_gate();
        atomic {
            if
            :: row_epoch > header_epoch -> header_epoch = row_epoch
            :: else
            fi
        };
        leave_gate()
    :: atomic { scratch == 0 || (scratch != DROPPING && SLOT(row) != s) }
#ifdef STUCK
    :: atomic { scratch == RESERVED }
#endif
    fi;
    atomic { scratch = 0; live[s] = false }
}

inline create() {
    enter_gate();
    seen = row;
    if
    :: atomic { PHASE(seen) == FREE };
        cas_row(ROW(RESERVED, me, GENERATION(seen) + 1));   /* D1 */
        assert(OPEN_NOWHERE);
        leave_gate();
        memory = 0;
        memory = GENERATION(seen);
        cas_row(ROW(ACTIVE, 0, GENERATION(seen)))           /* D2 */
    :: atomic { PHASE(seen) != FREE };
        leave_gate()
    fi;
    atomic { seen = 0 }
}

/* Opening looks at the row again under the mutex that closing takes: one step. */
inline open_it() {
    atomic {
        if
        :: PHASE(row) == ACTIVE -> assert(memory == GENERATION(row)); open[me] = GENERATION(row)
        :: else
        fi
    }
}

inline close_dropped() {
    atomic {
        if
        :: open[me] != 0 && (GENERATION(row) != open[me] || PHASE(row) == FREE || PHASE(row) == DROPPING) -> open[me] = 0
        :: else
        fi
    }
}

inline acknowledge() {
    acknowledged[me] = epoch
}

inline look_at(s) {
    atomic {
        if
        :: live[s] && acknowledged[s] < row_epoch && ALIVE(s) -> gone = false
        :: else
        fi
    }
}

/* What a watcher does ten times a second, and who drops at once. */
inline settle() {
    epoch = header_epoch;
#ifdef ACK_FIRST
    acknowledge();
    close_dropped();
#else
    close_dropped();
    acknowledge();
#endif
    atomic { seen = row; gone = PHASE(seen) == DROPPING };
    if
    :: atomic { gone };
        look_at(1);
        look_at(2);
#if N > 2
        look_at(3);
#endif
        if
        :: atomic { gone };
            cas_row(ROW(FREE, 0, GENERATION(seen)))         /* D6 */
        :: atomic { !gone }
        fi
    :: atomic { !gone }
    fi;
    atomic { seen = 0; epoch = 0; gone = false }
}

inline drop() {
    seen = row;
    if
    :: atomic { PHASE(seen) == ACTIVE };
        cas_row(ROW(RETIRED, me, GENERATION(seen)));      /* D3 */
        if
        :: atomic { seen == ROW(RETIRED, me, GENERATION(seen)) };
            if
            :: cas_row(ROW(ACTIVE, 0, GENERATION(seen)))    /* D4: in use */
            :: enter_gate();
                epoch = header_epoch + 1;
                row_epoch = epoch;
#ifdef ANNOUNCE_FIRST
                header_epoch = epoch;
                cas_row(ROW(DROPPING, me, GENERATION(seen)));
#else
                cas_row(ROW(DROPPING, me, GENERATION(seen)));   /* D5 */
                header_epoch = epoch;
#endif
                leave_gate()
            fi
        :: atomic { seen != ROW(RETIRED, me, GENERATION(seen)) }
        fi
    :: atomic { PHASE(seen) != ACTIVE }
    fi;
    atomic { seen = 0; epoch = 0 }
}

proctype P(byte me) {
    short seen;
    byte scratch;
    byte epoch;
    byte rounds;
    bool gone;

    do
    :: atomic { rounds >= ROUNDS -> break }
    :: atomic { rounds < ROUNDS };
        {
            join();
            acknowledged[me] = header_epoch;
            live[me] = true;
            if
            :: atomic { me < 3 };
                create()
            :: atomic { me == 3 }       /* only looks */
            fi;
            open_it();
            assert(open[me] == 0 || memory == open[me]);
            if
            :: atomic { me < 3 };
                drop()
            :: atomic { me == 3 }
            fi;
            settle();
            atomic { open[me] = 0; live[me] = false; leave() }
        } DIES_ANYWHERE
    od;
    finished++
}

#include "watcher.pml"
