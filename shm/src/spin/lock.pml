/*
 * SharedLock: one word that names its owner.
 *
 *   FREE         -> HELD(me), seq + 1        keeps OWNER_DIED; with WAITERS if I slept
 *   HELD(o)      -> HELD(o)|WAITERS          then sleeps, at most a slice
 *   HELD(dead)   -> FREE|OWNER_DIED          by who holds the byte of the dead, and wakes one
 *   HELD(me)     -> FREE                     and wakes one if WAITERS was set
 *
 * Claims: at most one is inside; what a dead owner left half done is announced to the next; every process that
 * lives gets its turns; in the end the lock is free.
 *
 * Holds: -DN=3 -DKILLS=2
 * Holds: -DN=2 -DKILLS=2 -DROUNDS=2 -DREBORN=1 -DSTARVES=1
 * Fails: -DN=2 -DUNMARKED          the sweep forgets OWNER_DIED
 * Fails: -DN=3 -DENDLESS_SLEEP     a sleeper relies on being woken
 * Fails: -DN=3 -DSTARVES=1 -DRUDE  who meets STARVING waits until it is gone, not for one slice
 */
#ifndef ROUNDS
#define ROUNDS 1
#endif
#ifndef STARVES
#define STARVES 0
#endif
#define AT_DEATH inside[me] = false
#define FORGET seen = 0; slept = 0; died = false; polite = false; rounds = GIVES_UP
#define AT_END assert(OWNER(word) == 0)

bool inside[N + 2];
bool dirty;         /* the data behind the lock are half changed */
short word;

#include "kernel.pml"

#define OWNER(w) ((w) & 7)
#define WAITERS 8
#define OWNER_DIED 16
#define STARVING 32
#define LOW(w) ((w) & 63)
#define ONE_MORE 64

inline sweep(s) {
    do
    :: atomic { OWNER(word) == s ->
#ifdef UNMARKED
            word = word & ~7
#else
            word = (word & ~7) | OWNER_DIED
#endif
        };
        wake_one()
    :: atomic { OWNER(word) != s -> break }
    od
}

inline lock() {
    polite = STARVES;
    do
    :: atomic {
            seen = word;
            if
            :: OWNER(seen) == 0 && polite && (seen & STARVING) -> polite = false; goto gives_way
            :: OWNER(seen) == 0 && (!polite || !(seen & STARVING))
            :: OWNER(seen) != 0 -> goto held
            fi
        };
        if
        :: atomic { word == seen ->
                word = ((seen & ~STARVING) | slept | me) + ONE_MORE;
                inside[me] = true;
                died = (seen & OWNER_DIED) != 0;
                seen = 0;
                slept = 0;
                polite = false;
                break
            }
        :: atomic { word != seen -> goto again }
        fi;
held:
        if
        :: atomic { !ALIVE(OWNER(seen)) };
            recover(OWNER(seen))
        :: atomic { ALIVE(OWNER(seen)) };
            if
            :: atomic { word == seen ->
                    seen = seen | WAITERS | ((STARVES && slept) -> STARVING : 0);
                    word = seen
                };
                SLEEP_A_SLICE(LOW(word) == LOW(seen), LOW(word) != LOW(seen) || !ALIVE(OWNER(word)));
                atomic { slept = WAITERS; polite = false }
            :: atomic { word != seen }
            fi
        fi;
        goto again;
gives_way:
#ifdef RUDE
        !(word & STARVING);
#endif
again:
        atomic { seen = 0 }
    od
}

/* Puts the mark back unless the state was made consistent. */
inline unlock(mark) {
    do
    :: seen = word;
        if
        :: atomic { word == seen ->
                inside[me] = false;
                word = (seen & ~(7 | WAITERS | OWNER_DIED)) | mark;
                died = false;
                break
            }
        :: atomic { word != seen }
        fi
    od;
    if
    :: atomic { seen & WAITERS -> seen = 0 };
        wake_one()
    :: atomic { !(seen & WAITERS) -> seen = 0 }
    fi
}

proctype P(byte me) {
    short seen;
    byte slept;
    byte rounds;
    bool died;
    bool polite;

    do
    :: atomic { rounds >= ROUNDS -> break }
    :: atomic { rounds < ROUNDS };
        {
            join();
            lock();
            assert(SUM(inside) == 1);
            assert(!dirty || died);
            if
            :: atomic { died };     /* is not asked to repair: throws, not held */
                unlock(OWNER_DIED)
            :: dirty = true;        /* changes the data, or repairs them */
                dirty = false;
                unlock(0)
            fi;
            leave()
        } DIES_ANYWHERE
    od;
    finished++
}

#include "watcher.pml"
