/*
 * The error record of a job: its first failing chunk writes it, in two parts; the others wait.
 *
 *   E1 NONE -> WRITING(me)     E2 WRITING(me) -> SET     E3 WRITING(dead) -> NONE, by the recoverer
 *   C4 RUN(me) -> ERROR, when the record is SET          C3 RUN(dead) -> FREE
 *
 * Each process runs a chunk of its own that fails.
 *
 * Claims: whoever finds a chunk in ERROR finds the record SET; a record that is SET is whole, of one writer, and does
 * not change any more; everybody who lives gets to the end.
 *
 * Holds: -DN=3 -DKILLS=2
 * Holds: -DN=2 -DKILLS=2 -DREBORN=1
 * Fails: -DN=2 -DNO_WAIT        a chunk enters ERROR while another one still writes the record
 * Fails: -DN=2 -DSETS_EARLY     E2 comes before the second part
 * Fails: -DN=2 -DNO_RECOVERY    nobody does E3
 * Fails: -DN=2 -DWRITES_OVER    E1 does not compare: whoever fails later writes too
 */
#ifndef ROUNDS
#define ROUNDS 1
#endif
#define AT_DEATH writes[me] = false
#define FORGET scratch = 0; mark = 0; rounds = GIVES_UP
#define AT_END assert(kills > 0 || record == SET)

#define NONE 0
#define WRITING 1
#define SET 2
#define FREE 0
#define RUN 1
#define ERROR 2

byte record;
byte writer;
byte text;                  /* who wrote the first part */
byte exception;             /* who wrote the second part */
bool writes[N + 2];
byte chunks[N + 2];

#include "../../../shm/src/spin/kernel.pml"

inline sweep(s) {
    atomic {
        if
        :: chunks[s] == RUN -> chunks[s] = FREE                                     /* C3 */
        :: else
        fi
    };
#ifndef NO_RECOVERY
    atomic {
        if
        :: record == WRITING && writer == s -> record = NONE; writer = 0            /* E3 */
        :: else
        fi
    }
#endif
}

inline write() {
    text = me;
#ifdef SETS_EARLY
    atomic { record = SET; writer = 0; writes[me] = false };
    exception = me
#else
    exception = me;
    atomic { assert(SUM(writes) == 1); record = SET; writer = 0; writes[me] = false }   /* E2 */
#endif
}

inline report() {
    if
#ifdef WRITES_OVER
    :: atomic { record = WRITING; writer = me; writes[me] = true };
        write()
#else
    :: atomic { record == NONE -> record = WRITING; writer = me; writes[me] = true };   /* E1 */
        write()
    :: atomic { record == SET }
#endif
#ifdef NO_WAIT
    :: atomic { record == WRITING }
#endif
    fi
}

proctype P(byte me) {
    byte scratch;
    short mark;
    byte rounds;

    do
    :: atomic { rounds >= ROUNDS -> break }
    :: atomic { rounds < ROUNDS };
        {
            join();
            if
            :: atomic { chunks[me] == FREE -> chunks[me] = RUN };
                report();
                atomic { chunks[me] = ERROR; assert(record == SET) }                /* C4 */
            :: atomic { chunks[me] != FREE }
            fi;
            atomic { record == SET -> assert(text == exception && text != 0); mark = text };
            atomic { assert(record == SET && text == mark && exception == mark); mark = 0 };
            leave()
        } DIES_ANYWHERE
    od;
    finished++
}

#include "../../../shm/src/spin/watcher.pml"
