/*
 * SharedEvent: one word with the bits set and waiters and the number of times that it was set.
 *
 *   E1 CLEAR -> SET, epoch + 1, no WAITERS; wakes all if there were     E3 SET -> CLEAR
 *   E2 CLEAR -> CLEAR with WAITERS; sleeps at most a slice
 *
 * Process 1 sets the event and clears it again; the others wait for it, if they begin before it is set.
 *
 * Claims: who began to wait before E1 goes on, also when E3 comes before it looks; everybody who lives gets to the end.
 *
 * Holds: -DN=3 -DKILLS=2 -DREBORN=1
 * Fails: -DN=2 -DREBORN=1 -DNO_EPOCH         a waiter looks at the bit alone
 * Fails: -DN=2 -DREBORN=1 -DSTORES           E2 is a store: it takes back what was set meanwhile
 * Fails: -DN=2 -DREBORN=1 -DENDLESS_SLEEP    a sleeper relies on being woken
 */
#ifndef ROUNDS
#define ROUNDS 1
#endif
#define AT_DEATH skip
#define FORGET seen = 0; first = 0; scratch = 0; mark = 0; rounds = GIVES_UP
#define AT_END assert(was_set)

byte epoch;
bool set_bit;
bool waiters;
bool was_set;

#define WORD (epoch * 4 + set_bit * 2 + waiters)
#ifdef NO_EPOCH
#define GOES_ON set_bit
#else
#define GOES_ON (set_bit || epoch != first)
#endif

#include "kernel.pml"

inline sweep(s) {
    skip
}

inline set_event() {
    if
    :: atomic { !set_bit && !was_set -> set_bit = true; was_set = true; epoch++; seen = waiters; waiters = false };     /* E1 */
        if
        :: atomic { seen != 0 -> seen = 0 };
            wake_all()
        :: atomic { seen == 0 }
        fi
    :: atomic { set_bit || was_set }
    fi;
    set_bit = false                                                                 /* E3 */
}

inline await_event() {
    do
    :: atomic { GOES_ON -> break }
    :: atomic { !GOES_ON -> seen = WORD };
#ifdef STORES
        atomic { set_bit = false; epoch = seen / 4; waiters = true; seen = WORD };
#else
        atomic {
            if
            :: WORD == seen -> waiters = true; seen = WORD                          /* E2 */
            :: else
            fi
        };
#endif
        SLEEP_A_SLICE(WORD == seen, GOES_ON)
    od;
    atomic { seen = 0; first = 0 }
}

proctype P(byte me) {
    byte seen;
    byte first;
    byte scratch;
    short mark;
    byte rounds;

    do
    :: atomic { rounds >= ROUNDS -> break }
    :: atomic { rounds < ROUNDS };
        {
            join();
            if
            :: atomic { me == 1 };
                set_event()
            :: atomic { me > 1 && !was_set -> first = epoch };
                await_event()
            :: atomic { me > 1 && was_set }
            fi;
            leave()
        } DIES_ANYWHERE
    od;
    finished++
}

#include "watcher.pml"
