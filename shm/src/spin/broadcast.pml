/*
 * Broadcast: one sender at a time, a ring of cells that it overwrites, readers that it does not know.
 *
 *   sender:   E1 FREE, CLOSED, DEAD -> TAKEN(me)    next = number + 1    intent = tail + length    write    tail = intent
 *             E2 TAKEN(me) -> CLOSED                E3 TAKEN(dead) -> DEAD, by the recoverer
 *             intent != tail: the last sender died between both; first a filler of the greatest length
 *   reader:   looks at tail, copies the record at its cursor, then looks whether intent is more than a lap ahead
 *
 * Processes 1 and 2 send; process 3 reads until both are through. A record takes one cell or two.
 *
 * Claims: what a reader takes is whole and was written at its cursor; numbers rise, so that what is missing is counted;
 * everybody who lives gets to the end.
 *
 * Holds: -DN=3 -DKILLS=1
 * Fails: -DN=3 -DNO_FILLER      the next sender goes on where tail is
 * Fails: -DN=3 -DNUMBERS_LATE   next moves after tail
 * Fails: -DN=3 -DLOOKS_FIRST    the reader looks at intent before it copies
 * Fails: -DN=3 -DTELLS_FIRST    tail moves before the record is written
 */
#ifndef ROUNDS
#define ROUNDS 2
#endif
#define AT_DEATH skip
#define FORGET scratch = 0; mark = 0; number = 0; length = 0; at = 0; rounds = GIVES_UP
#define AT_END assert(owner == 0 || !ALIVE(owner))

#define CELLS 3
#define MOST_LENGTH 2
#define FILLER 99

byte owner;                 /* of the sending end, 0 for FREE, CLOSED and DEAD */
byte next;
byte intent;
byte tail;
byte numbers[CELLS];        /* of the message that lies there, FILLER for none */
byte positions[CELLS];      /* where the record begins that lies there */
byte lengths[CELLS];

#include "kernel.pml"

#define BOTH_SENT (finished >= N - 1)

inline sweep(s) {
    atomic {
        if
        :: owner == s -> owner = 0                                                  /* E3 */
        :: else
        fi
    }
}

inline write_cell(i) {
    atomic { numbers[(at + i) % CELLS] = number; positions[(at + i) % CELLS] = at; lengths[(at + i) % CELLS] = length }
}

inline transmit() {
    intent = tail + length;
    at = tail;
#ifdef TELLS_FIRST
    tail = intent;
#endif
    write_cell(0);
    if
    :: atomic { length == 2 };
        write_cell(1)
    :: atomic { length == 1 }
    fi;
    tail = intent;
    at = 0
}

inline send() {
    do
    :: atomic { owner == 0 -> owner = me; break }                                   /* E1 */
    :: atomic { owner != 0 && !ALIVE(owner) -> length = owner };
        recover(length);
        length = 0
    od;
#ifndef NO_FILLER
    if
    :: atomic { intent != tail -> number = FILLER; length = MOST_LENGTH };
        transmit()
    :: atomic { intent == tail }
    fi;
#endif
    if
    :: atomic { length = 1 }
    :: atomic { length = 2 }
    fi;
    number = next;
#ifdef NUMBERS_LATE
    transmit();
    next = number + 1;
#else
    next = number + 1;
    transmit();
#endif
    atomic { assert(owner == me); owner = 0; number = 0; length = 0 }               /* E2 */
}

/* The locals: scratch is the cursor, mark the copy, length its length, number what comes next. */
inline read_all() {
    do
    :: atomic { scratch < tail };
#ifdef LOOKS_FIRST
        if
        :: atomic { intent > scratch + CELLS -> scratch = tail; goto lapped }
        :: atomic { intent <= scratch + CELLS }
        fi;
#endif
        atomic { mark = numbers[scratch % CELLS]; length = lengths[scratch % CELLS]; whole = positions[scratch % CELLS] == scratch };
        if
        :: atomic { length == 2 };
            whole = whole && numbers[(scratch + 1) % CELLS] == mark && positions[(scratch + 1) % CELLS] == scratch
        :: atomic { length != 2 }
        fi;
#ifndef LOOKS_FIRST
        if
        :: atomic { intent > scratch + CELLS -> scratch = tail; goto lapped }
        :: atomic { intent <= scratch + CELLS }
        fi;
#endif
        atomic {
            assert(whole);
            assert(mark == FILLER || mark >= number);
            if
            :: mark != FILLER -> number = mark + 1
            :: else
            fi;
            scratch = scratch + length
        };
lapped:
        atomic { mark = 0; length = 0; whole = false }
    :: atomic { scratch >= tail && BOTH_SENT -> break }
    od
}

proctype P(byte me) {
    byte scratch;
    short mark;
    byte number;
    byte length;
    byte at;
    bool whole;
    byte rounds;

    do
    :: atomic { rounds >= ROUNDS -> break }
    :: atomic { rounds < ROUNDS };
        {
            if
            :: atomic { me < 3 };
                join();
                send();
                leave()
            :: atomic { me == 3 };
                read_all();
                atomic { scratch = 0; number = 0; rounds = ROUNDS }
            fi
        } DIES_ANYWHERE
    od;
    finished++
}

#include "watcher.pml"
