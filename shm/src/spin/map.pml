/*
 * SharedMap: entries behind striped locks. Here two stripes of one key each share three rows, so that there is room
 * for one entry, and each stripe has its spare row.
 *
 *   M1 FREE -> row of my stripe          then it is written, then
 *   M2 link -> row                       an insertion; a replacement writes the spare, and the old row is the next
 *   M2 link -> 0                         a removal, then
 *   M3 row of my stripe -> FREE
 *   HELD(dead) -> FREE|OWNER_DIED        by who holds the byte of the dead; who takes the lock then frees the rows of
 *                                        the stripe that no link leads to, but one, before it clears the mark
 *   a reader reads the word of the lock, the link, the row, and the word again
 *
 * Claims: a row is written only while no link leads to it; a value is old or new, never half; what a reader without
 * the lock accepts stood there at one moment; in the end each stripe has the row of its entry and one spare, and
 * all other rows are free.
 *
 * Holds: -DN=2 -DKILLS=1 -DROUNDS=2
 * Holds: -DN=2 -DKILLS=2
 * Holds: -DN=3 -DKILLS=0
 * Fails: -DN=2 -DKILLS=1 -DROUNDS=2 -DIN_PLACE   a replacement overwrites the row that the link leads to
 * Fails: -DN=2 -DKILLS=0 -DROUNDS=2 -DFREE_FIRST a removal frees the row before the link leads past it
 * Fails: -DN=2 -DKILLS=1 -DNO_REPAIR             who follows a dead owner frees no rows
 * Fails: -DN=2 -DKILLS=0 -DROUNDS=2 -DBLIND      a reader does not read the word again
 */
#ifndef ROUNDS
#define ROUNDS 1
#endif
#define AT_DEATH skip
#define FORGET st = 0; row = 0; old = 0; mark = 0; scratch = 0; died = false; dead = 0; seen = 0; one = 0; \
    other = 0; rounds = GIVES_UP
#define AT_START owner[0] = 1; owner[1] = 2; spare[1] = 1
#define AT_END \
    assert(LOW(word[0]) == 0 && LOW(word[1]) == 0); \
    assert(ROWS_OF(0) == 1 + (link[0] != 0) && ROWS_OF(1) == 1 + (link[1] != 0)); \
    assert(owner[spare[0]] == 1 && owner[spare[1]] == 2 && UNLINKED(spare[0]) && UNLINKED(spare[1]))

#define ROWS 3
#define NONE 7
#define OWNER(w) ((w) & 7)
#define OWNER_DIED 8
#define LOW(w) ((w) & 15)
#define ONE_MORE 16
#define ROWS_OF(t) ((owner[0] == (t) + 1) + (owner[1] == (t) + 1) + (owner[2] == (t) + 1))
#define UNLINKED(r) (link[0] != (r) + 1 && link[1] != (r) + 1)

short word[2];
byte owner[ROWS];       /* 0, or a stripe plus one */
byte link[2];           /* 0, or a row plus one */
byte spare[2];
byte left[ROWS];
byte right[ROWS];
byte key[ROWS];
byte current[2];        /* a ghost: what the last M2 published */

#include "kernel.pml"

/* For the owner of the lock of stripe t. */
inline repair(t) {
#ifndef NO_REPAIR
    atomic { mark = 0; spare[t] = NONE };
    do
    :: atomic { mark < ROWS && owner[mark] == t + 1 && link[t] != mark + 1 ->
            if
            :: spare[t] == NONE -> spare[t] = mark
            :: else -> owner[mark] = 0
            fi;
            mark++
        }
    :: atomic { mark < ROWS && (owner[mark] != t + 1 || link[t] == mark + 1) -> mark++ }
    :: atomic { mark == ROWS -> assert(spare[t] != NONE); mark = 0; break }
    od;
#endif
    atomic { word[t] = word[t] & ~OWNER_DIED }
}

/* The watcher has no slot: what its former life held is given back with the slot that it was at. */
#if N > 2
#define WATCHER_SWEEPS (holder[1] == WATCHER || holder[2] == WATCHER || holder[3] == WATCHER)
#else
#define WATCHER_SWEEPS (holder[1] == WATCHER || holder[2] == WATCHER)
#endif
#define IS_GONE(o, s) ((o) == s || (o) == WATCHER && (me == WATCHER || !WATCHER_SWEEPS))

inline sweep(s) {
    scratch = 0;
    do
    :: atomic { scratch < 2 && IS_GONE(OWNER(word[scratch]), s) ->
            word[scratch] = (word[scratch] & ~7) | OWNER_DIED
        }
    :: atomic { scratch < 2 && LOW(word[scratch]) == OWNER_DIED -> word[scratch] = (word[scratch] | me) + ONE_MORE };
        repair(scratch);
        atomic { word[scratch] = word[scratch] & ~7; scratch++ }
    :: atomic { scratch < 2 && LOW(word[scratch]) != OWNER_DIED && !IS_GONE(OWNER(word[scratch]), s) -> scratch++ }
    :: atomic { scratch == 2 -> scratch = 0; break }
    od
}

inline await_owner() {
    if
    :: atomic { OWNER(word[st]) == 0 }
    :: atomic { OWNER(word[st]) != 0 && OWNER(word[st]) <= N && !ALIVE(OWNER(word[st])) -> dead = OWNER(word[st]) };
        recover(dead);
        dead = 0
    fi
}

inline enter() {
    do
    :: atomic { OWNER(word[st]) == 0 ->
            died = (word[st] & OWNER_DIED) != 0;
            word[st] = (word[st] | me) + ONE_MORE;
            break
        }
    :: atomic { OWNER(word[st]) != 0 };
        await_owner()
    od;
    if
    :: atomic { died -> died = false };
        repair(st)
    :: atomic { !died }
    fi;
    assert(link[st] == 0 && current[st] == 0
        || left[link[st] - 1] == current[st] && right[link[st] - 1] == current[st] && key[link[st] - 1] == st)
}

inline exit() {
    atomic { word[st] = word[st] & ~7 }
}

inline fill() {
#ifndef IN_PLACE
    assert(UNLINKED(row) && owner[row] == st + 1);
#endif
    left[row] = me;
    key[row] = st;
    right[row] = me
}

inline put() {
    if
    :: atomic { link[st] != 0 };
#ifdef IN_PLACE
        row = link[st] - 1;
#else
        row = spare[st];
#endif
        fill();
        atomic { old = link[st] - 1; link[st] = row + 1; current[st] = me };    /* M2 */
#ifndef IN_PLACE
        spare[st] = old;
#endif
        atomic { old = 0; row = 0 }
    :: atomic { link[st] == 0 };
        if
        :: atomic { owner[0] == 0 -> owner[0] = st + 1; row = 0 }               /* M1 */
        :: atomic { owner[1] == 0 -> owner[1] = st + 1; row = 1 }
        :: atomic { owner[2] == 0 -> owner[2] = st + 1; row = 2 }
        :: atomic { owner[0] != 0 && owner[1] != 0 && owner[2] != 0 -> row = NONE }
        fi;
        if
        :: atomic { row == NONE -> row = 0 }
        :: atomic { row != NONE };
            fill();
            atomic { link[st] = row + 1; current[st] = me; row = 0 }            /* M2 */
        fi
    fi
}

inline remove() {
    if
    :: atomic { link[st] == 0 }
    :: atomic { link[st] != 0 -> row = link[st] - 1 };
#ifdef FREE_FIRST
        owner[row] = 0;
        atomic { link[st] = 0; current[st] = 0; row = 0 }
#else
        atomic { link[st] = 0; current[st] = 0 };                               /* M2 */
        atomic { owner[row] = 0; row = 0 }                                      /* M3 */
#endif
    fi
}

#ifdef BLIND
#define UNDISTURBED true
#else
#define UNDISTURBED ((word[st] & ~OWNER_DIED) == (seen & ~OWNER_DIED))
#endif

inline read() {
    do
    :: atomic { OWNER(word[st]) == 0 -> seen = word[st] };
        row = link[st];
        if
        :: atomic { row == 0 }
        :: atomic { row != 0 -> one = left[row - 1] };
            other = right[row - 1]
        fi;
        if
        :: atomic { UNDISTURBED ->
                assert(one == other && one == current[st]);
                row = 0; one = 0; other = 0; seen = 0;
                break
            }
        :: atomic { !UNDISTURBED -> row = 0; one = 0; other = 0; seen = 0 }
        fi
    :: atomic { OWNER(word[st]) != 0 };
        await_owner()
    od
}

proctype P(byte me) {
    byte st;
    byte row;
    byte old;
    byte mark;
    byte scratch;
    byte dead;
    byte one;
    byte other;
    byte rounds;
    short seen;
    bool died;

    do
    :: atomic { rounds >= ROUNDS -> break }
    :: atomic { rounds < ROUNDS };
        {
            join();
            if
            :: st = 0
            :: st = 1
            fi;
            if
            :: enter(); put(); exit()
            :: enter(); remove(); exit()
            :: read()
            fi;
            st = 0;
            leave()
        } DIES_ANYWHERE
    od;
    finished++
}

#include "watcher.pml"
