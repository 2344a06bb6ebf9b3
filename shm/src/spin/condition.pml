/*
 * SharedCondition: who waits in each process, and which of them have a signal that they have not taken yet. Whoever
 * changes it holds the lock; only the recoverer of a dead process does not.
 *
 *   waiter:   W1 arrivals + 1    W2 waiting(me) + 1    unlock, sleep at most a slice, lock
 *             W4 granted(me) - 1, waiting(me) - 1    or W5 orphans - 1, W6 waiting(me) - 1
 *   signal:   W3 granted(s) + 1, of an s with waiting > granted; wakes s
 *   all:      W9 pending    W3 for all    W10 not pending
 *   recovery: W7 orphans + granted(dead)    W8 word of the dead = 0; wakes all
 *
 * Process 1 signals, the others wait once each. It signals for the first time when both wait, and again when one that
 * got its signal came back; without ALL it is not killed.
 *
 * Claims: a signal is taken by somebody who waited when it was given, also when who it was given to dies; there are not
 * more taken than given; everybody who lives gets to the end.
 *
 * Holds: -DN=3 -DKILLS=2
 * Holds: -DN=3 -DKILLS=2 -DALL
 * Fails: -DN=3 -DNO_HANDOVER      nobody does W7
 * Fails: -DN=3 -DCLEARS_FIRST     W8 comes before W7
 * Fails: -DN=3 -DALL -DLEAVES_IT  nobody finishes what was begun with W9
 * Fails: -DN=3 -DENDLESS_SLEEP    a sleeper relies on being woken
 */
#ifndef ROUNDS
#define ROUNDS 1
#endif
#define AT_DEATH skip
#define FORGET scratch = 0; mark = 0; seen = 0; arrival = 0; rounds = GIVES_UP
#define AT_END assert(lock == 0)

byte lock;
byte arrivals;
bool pending;
bool all_begun;
byte orphans;
byte orphaned_at;
byte waiting[N + 2];
byte granted[N + 2];
byte granted_at[N + 2];
byte signals[N + 2];        /* counts, so that the word never comes back */
byte given;
byte taken;

#include "kernel.pml"

#define IS_OVER(s) (finished_one[s] || (!running[s] && began[s]))
#define IS_FOR_ME (orphans > 0 && arrival <= orphaned_at)
#define IS_SIGNALLED (granted[me] > 0 || pending || IS_FOR_ME)
#define NOBODY_SIGNALS (!running[1] && began[1] && !all_begun)

bool began[N + 2];
bool finished_one[N + 2];

inline take_lock() {
    atomic { lock == 0 -> lock = me }
}

inline unlock() {
    atomic { assert(lock == me); lock = 0 }
}

inline hand_over(s) {
    atomic { granted[s] > mark -> orphans = orphans + granted[s] - mark; orphaned_at = granted_at[s]; mark = granted[s] }  /* W7 */
}

inline sweep(s) {
#ifdef CLEARS_FIRST
    atomic { scratch = granted[s]; granted[s] = 0; waiting[s] = 0 };
    atomic { orphans = orphans + scratch; orphaned_at = granted_at[s]; scratch = 0 };
#else
    mark = 0;
    do
#ifdef NO_HANDOVER
    :: atomic { granted[s] > mark -> mark = granted[s] }
#else
    :: hand_over(s)
#endif
    :: atomic { granted[s] <= mark -> waiting[s] = 0; granted[s] = 0; mark = 0; break }  /* W8 */
    od;
#endif
    wake_all();
    atomic {
        if
        :: lock == s -> lock = 0
        :: else
        fi
    }
}

inline grant(s) {
    if
    :: atomic { waiting[s] > granted[s] ->
            granted[s]++; granted_at[s] = arrivals; signals[s]++; given++ };          /* W3 */
        asleep[s] = false
    :: atomic { waiting[s] <= granted[s] }
    fi
}

inline finish_all() {
    if
#ifdef LEAVES_IT
    :: atomic { pending && me == 1 };
#else
    :: atomic { pending };
#endif
        grant(2);
        grant(3);
        pending = false                                                             /* W10 */
#ifdef LEAVES_IT
    :: atomic { !pending || me != 1 }
#else
    :: atomic { !pending }
#endif
    fi
}

#define MAY_WAIT(s) (waiting[s] > 0 || IS_OVER(s))

inline signal_them() {
    do
    :: atomic { IS_OVER(2) && IS_OVER(3) -> break }
    :: atomic { !(IS_OVER(2) && IS_OVER(3)) && MAY_WAIT(2) && MAY_WAIT(3) && given <= taken };
        take_lock();
#ifdef ALL
        atomic { pending = true; all_begun = true };                                /* W9 */
        finish_all();
        unlock();
        break
#else
        if
        :: atomic { waiting[2] > granted[2] };
            grant(2)
        :: atomic { waiting[2] <= granted[2] && waiting[3] > granted[3] };
            grant(3)
        :: atomic { waiting[2] <= granted[2] && waiting[3] <= granted[3] }
        fi;
        unlock()
#endif
    od
}

inline wait_once() {
    take_lock();
    finish_all();
    atomic { arrivals++; arrival = arrivals };                                      /* W1 */
    waiting[me]++;                                                                  /* W2 */
    unlock();
    do
    :: atomic { seen = signals[me] };
        if
        :: atomic { IS_SIGNALLED };
            take_lock();
            finish_all();
            if
            :: atomic { granted[me] > 0 -> granted[me]--; waiting[me]--; taken++ };     /* W4 */
                unlock();
                break
            :: atomic { granted[me] == 0 && IS_FOR_ME -> orphans--; taken++ };          /* W5 */
                waiting[me]--;                                                          /* W6 */
                unlock();
                break
            :: atomic { granted[me] == 0 && !IS_FOR_ME -> assert(!pending) };
                unlock()
            fi
        :: atomic { !IS_SIGNALLED };
            SLEEP_A_SLICE(signals[me] == seen, IS_SIGNALLED || NOBODY_SIGNALS)
        fi;
        if
        :: atomic { NOBODY_SIGNALS };           /* its time is over */
            take_lock();
            waiting[me]--;                                                              /* W6 */
            unlock();
            break
        :: atomic { !NOBODY_SIGNALS }
        fi
    od;
    atomic { assert(taken <= given || kills > 1); seen = 0; arrival = 0 }
}

proctype P(byte me) {
    byte scratch;
    short mark;
    byte seen;
    byte arrival;
    byte rounds;

    do
    :: atomic { rounds >= ROUNDS -> break }
    :: atomic { rounds < ROUNDS };
        {
#ifdef ALL
            atomic { join(); began[me] = true };
#else
            if
            :: atomic { me != 1 };
                atomic { join(); began[me] = true }
            :: atomic { me == 1 }
            fi;
#endif
            if
            :: atomic { me == 1 };
                signal_them()
            :: atomic { me > 1 };
                wait_once()
            fi;
#ifndef ALL
            if
            :: atomic { me == 1 -> rounds = ROUNDS }
            :: atomic { me != 1 -> finished_one[me] = true; leave() }
            fi
#else
            atomic { finished_one[me] = true; leave() }
#endif
        } DIES_ANYWHERE
    od;
    finished++
}

#include "watcher.pml"
