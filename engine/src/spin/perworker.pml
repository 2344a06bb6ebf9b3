/*
 * The tasks that every worker of a pool runs once: a region for each, the count of them, and in each region a word that
 * says who ran it last.
 *
 *   A1 count i -> i + 1, by whoever finds the region i at the count: its maker, or another one that adds
 *   A2 word of the worker slot: any -> (slot, pid) of the worker that ran the task
 *   S1 FREE -> HELD(me)     S2 HELD(me) -> FREE, by the worker or its recoverer
 *
 * Processes 1 and 2 add one task each and wait until the worker has run it; process 3 is the worker, and each that
 * follows it in its slot. A worker runs what is in the list before it occupies the slot, and then what comes.
 *
 * Claims: no two tasks get one index; what is counted can be opened; whoever holds the worker slot ran what was counted
 * before it began; whoever waits is told only when the worker that is there has run its task; everybody who lives gets
 * to the end.
 *
 * Holds: -DN=3 -DKILLS=1
 * Holds: -DN=3 -DKILLS=1 -DREBORN=1
 * Fails: -DN=3 -DCOUNTS_FIRST      A1 comes before the region is made
 * Fails: -DN=3 -DNO_HELP           who finds the index taken waits for its maker to count it
 * Fails: -DN=3 -DOCCUPIES_FIRST    the worker occupies the slot before it runs the list
 */
#ifndef ROUNDS
#define ROUNDS 1
#endif
#define TASKS 3
#define AT_DEATH skip
#define FORGET scratch = 0; mark = 0; index = 0; rounds = GIVES_UP
#define AT_END assert(count <= TASKS)

byte count;
byte maker[TASKS + 1];      /* of the region, 0: there is none */
byte ran[TASKS + 1];        /* which worker ran it, in its word */
byte really[TASKS + 1];     /* which worker did */
byte worker_slot;
byte born;                  /* of the worker in process slot 3 */

#include "../../../shm/src/spin/kernel.pml"

#define ALL_TOLD (finished >= N - 1)

inline sweep(s) {
    atomic {
        if
        :: worker_slot == s -> worker_slot = 0                                      /* S2 */
        :: else
        fi
    }
}

inline count_it() {
    atomic {
        if
        :: count == index -> count = index + 1                                      /* A1 */
        :: else
        fi
    }
}

inline add() {
    do
#ifdef COUNTS_FIRST
    :: atomic { index = count; count = index + 1 };
        maker[index] = me;
        break
#else
    :: index = count;
        if
        :: atomic { maker[index] == 0 -> maker[index] = me };
            count_it();
            break
        :: atomic { maker[index] != 0 };
#ifdef NO_HELP
            atomic { count != index }
#else
            count_it()
#endif
        fi
#endif
    od
}

inline run_one() {
    assert(maker[index] != 0);
    really[index] = born;
    ran[index] = born;                                                              /* A2 */
    index++
}

inline occupy() {
    atomic { worker_slot == 0 -> worker_slot = me }                                 /* S1 */
}

inline work() {
#ifdef OCCUPIES_FIRST
    mark = count;
    occupy();
    atomic { assert(mark == 0 || really[mark - 1] == born) };
#endif
    mark = count;
    do
    :: atomic { index < mark };
        run_one()
    :: atomic { index >= mark -> break }
    od;
#ifndef OCCUPIES_FIRST
    occupy();
    atomic { assert(mark == 0 || really[mark - 1] == born); mark = 0 };
#endif
    do
    :: atomic { index < count };
        run_one()
    :: atomic { index >= count && ALL_TOLD -> break }
    od;
    worker_slot = 0                                                                 /* S2 */
}

proctype P(byte me) {
    byte scratch;
    short mark;
    byte index;
    byte rounds;

    do
    :: atomic { rounds >= ROUNDS -> break }
    :: atomic { rounds < ROUNDS };
        {
            join();
            if
            :: atomic { me < 3 };
                add();
                if
                :: atomic { worker_slot != 0 && ran[index] == born -> assert(maker[index] == me);
                        assert(really[index] == born || !running[3]) }
                :: atomic { !REBORN && kills > 0 }
                fi
            :: atomic { me == 3 && !ALL_TOLD -> born = born % 8 + 1 };
                work()
            :: atomic { me == 3 && ALL_TOLD }
            fi;
            leave()
        } DIES_ANYWHERE
    od;
    finished++
}

#include "../../../shm/src/spin/watcher.pml"
