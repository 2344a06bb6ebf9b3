/*
 * SharedQueue: a ring of cells. Each holds a word {turn, state, owner}; the claim is in the cell. Here the turn is
 * written as the position k, whose cell is k % CAPACITY.
 *
 *   C1 EMPTY(k) -> WRITING(k, me)        then tail past k, by me or by the next producer
 *   C2 WRITING(k, me) -> FULL(k)         C4 WRITING(k, dead) -> SKIP(k), C7 SKIP(k) -> EMPTY(k + CAPACITY)
 *   C3 FULL(k) -> READING(k, me)         then head past k, over what others read
 *   C6 READING(k, me) -> EMPTY(k + CAPACITY)
 *   C5 READING(k, dead) -> FULL(k)       then head back to k
 *   C8 READING(k, c) -> READING(k + CAPACITY, c)    by a producer that came round to it
 *
 * Who gives back writes the cell, then looks at head; who moves head over a cell that somebody reads looks at the
 * cell once more afterwards.
 *
 * Claims: every message that was published is acknowledged exactly once; it is seen a second time only if it says so;
 * what is read is what was written; the messages of one producer are taken in its order, but for those given back;
 * nobody is left waiting, that is, no message hides behind head.
 *
 * Holds: -DN=2 -DPRODUCERS=1 -DMESSAGES=2 -DKILLS=2
 * Holds: -DN=3 -DPRODUCERS=1 -DMESSAGES=1 -DKILLS=1
 * Holds: -DN=3 -DPRODUCERS=2 -DMESSAGES=1 -DKILLS=1
 * Fails: -DPRODUCERS=2 -DMESSAGES=1 -DSPLIT_CLAIM     a position is taken from the tail before the cell gets its name
 * Fails: -DPRODUCERS=1 -DMESSAGES=1 -DFORGETS_READER  the message of a dead reader is not delivered again
 * Fails: -DPRODUCERS=1 -DMESSAGES=2 -DKILLS=1 -DNO_SECOND_LOOK  head goes over a cell that is given back meanwhile
 * Fails: -DPRODUCERS=1 -DMESSAGES=1 -DEARLY           published before it is written
 */
#ifndef N
#define N 3
#endif
#define CAPACITY 2
#define TOTAL (PRODUCERS * MESSAGES)
#ifndef REBORN
#define REBORN 1
#endif
#define AT_DEATH skip
#define FORGET seen = 0; at = 0; from = 0; passed = NOTHING; mark = 0; scratch = 0
#define AT_START cells[1] = WORD(1, EMPTY, 0)
#define AT_END assert(acks == TOTAL)

#define EMPTY 0
#define WRITING 1
#define FULL 2
#define READING 3
#define SKIP 4
#define WORD(k, state, slot) (((k) << 6) | ((state) << 3) | (slot))
#define TURN(w) ((w) >> 6)
#define STATE(w) (((w) >> 3) & 7)
#define SLOT(w) ((w) & 7)
#define NOTHING 255

short cells[CAPACITY];
byte data[CAPACITY];
byte attempts[CAPACITY];
byte head;
byte tail;
byte published[N + 1];      /* ghosts from here: by producer, how many */
byte newest[N + 1];         /* by producer, the last message that was taken for the first time */
byte taken;                 /* bits by message */
byte shown;                 /* bits by message */
byte acked;                 /* bits by message */
byte acks;

#include "kernel.pml"

/* Messages are 1 .. TOTAL: those of producer 1 are the first. */
#define BIT(m) (1 << ((m) - 1))
#define PRODUCER(m) (1 + ((m) - 1) / MESSAGES)
#define NEXT_MESSAGE ((me - 1) * MESSAGES + published[me] + 1)
#define CELL(k) cells[(k) % CAPACITY]

/* What a walk from head would find, what a look at tail would find. */
#define HIT(k) (TURN(CELL(k)) == (k) && (STATE(CELL(k)) == FULL || STATE(CELL(k)) == SKIP))
#define PASS(k) (TURN(CELL(k)) > (k) || (TURN(CELL(k)) == (k) && STATE(CELL(k)) == READING))
#define FROM4(k) (HIT(k) || (PASS(k) && HIT(k + 1)))
#define FROM3(k) (HIT(k) || (PASS(k) && FROM4(k + 1)))
#define FROM2(k) (HIT(k) || (PASS(k) && FROM3(k + 1)))
#define FROM1(k) (HIT(k) || (PASS(k) && FROM2(k + 1)))
#define TO_TAKE (HIT(head) || (PASS(head) && FROM1(head + 1)))
#define OLDER(k, state) (TURN(CELL(k)) + CAPACITY == (k) && STATE(CELL(k)) == (state))
#define HAS_ROOM (TURN(CELL(tail)) >= tail || OLDER(tail, SKIP) || (OLDER(tail, READING) && tail < head + 2 * CAPACITY))

inline pull_head(to) {
    atomic {
        if
        :: head > to -> head = to
        :: else
        fi
    }
}

inline tail_past(k) {
    atomic {
        if
        :: tail == k -> tail++
        :: else
        fi
    }
}

inline skip_cell(k) {
    atomic {
        if
        :: CELL(k) == seen -> CELL(k) = WORD(TURN(seen) + CAPACITY, EMPTY, 0)
        :: else
        fi
    };
    wake_all()
}

inline sweep(s) {
    scratch = 0;
    do
    :: atomic { scratch < CAPACITY && SLOT(cells[scratch]) == s && STATE(cells[scratch]) == WRITING ->
            cells[scratch] = WORD(TURN(cells[scratch]), SKIP, 0); scratch++
        }
    :: atomic { scratch < CAPACITY && !(SLOT(cells[scratch]) == s && STATE(cells[scratch]) == WRITING) -> scratch++ }
    :: atomic { scratch == CAPACITY -> scratch = 0; break }
    od;
    do
    :: atomic { scratch < CAPACITY && SLOT(cells[scratch]) == s ->
#ifdef FORGETS_READER
            cells[scratch] = WORD(TURN(cells[scratch]) + CAPACITY, EMPTY, 0)
#else
            cells[scratch] = WORD(TURN(cells[scratch]), FULL, 0)
#endif
        }
    :: atomic { scratch < CAPACITY && SLOT(cells[scratch]) != s -> mark = cells[scratch] };
        if
        :: atomic { STATE(mark) == FULL && TURN(mark) + CAPACITY >= tail };
            pull_head(TURN(mark))
        :: atomic { !(STATE(mark) == FULL && TURN(mark) + CAPACITY >= tail) }
        fi;
        atomic { scratch++; mark = 0 }
    :: atomic { scratch == CAPACITY -> scratch = 0; break }
    od;
    wake_all()
}

inline put() {
    at = tail;
    do
    :: atomic { seen = CELL(at);
            if
            :: TURN(seen) == at && STATE(seen) == EMPTY
            :: TURN(seen) > at || (TURN(seen) == at && STATE(seen) != EMPTY) -> goto claimed_by_another
            :: TURN(seen) < at -> assert(TURN(seen) + CAPACITY == at && STATE(seen) != EMPTY); goto older
            fi
        };
        if
#ifdef SPLIT_CLAIM
        :: atomic { tail == at -> tail++ };
            CELL(at) = WORD(at, WRITING, me);
#else
        :: atomic { CELL(at) == seen -> CELL(at) = WORD(at, WRITING, me) };             /* C1 */
            tail_past(at);
#endif
#ifndef EARLY
            atomic { data[at % CAPACITY] = NEXT_MESSAGE; attempts[at % CAPACITY] = 0 };
#endif
            atomic { CELL(at) = WORD(at, FULL, 0); published[me]++ };                   /* C2 */
#ifdef EARLY
            atomic { data[at % CAPACITY] = NEXT_MESSAGE - 1; attempts[at % CAPACITY] = 0 };
#endif
            wake_all();
            break
#ifdef SPLIT_CLAIM
        :: atomic { tail != at -> at = tail; goto look_again }
#else
        :: atomic { CELL(at) != seen -> goto look_again }
#endif
        fi;
claimed_by_another:
        tail_past(at);
        atomic { at = tail; goto look_again };
older:
        if
        :: atomic { STATE(seen) == SKIP };
            skip_cell(at)                                                               /* C7 */
        :: atomic { STATE(seen) == READING && at < head + 2 * CAPACITY };
            atomic {
                if
                :: CELL(at) == seen -> CELL(at) = WORD(at, READING, SLOT(seen))         /* C8 */
                :: else -> goto look_again
                fi
            };
            tail_past(at)
        :: atomic { STATE(seen) != SKIP && !(STATE(seen) == READING && at < head + 2 * CAPACITY) };
            if
            :: atomic { tail == at };
                SLEEP_A_SLICE((HAS_ROOM) == 0, HAS_ROOM)
            :: atomic { tail != at }
            fi;
            at = tail
        fi;
look_again:
        atomic { seen = 0 }
    od;
    atomic { at = 0; seen = 0 }
}

inline move_head(to) {
    if
    :: atomic { from != to && head == from -> head = to };
#ifndef NO_SECOND_LOOK
        if
        :: atomic { passed != NOTHING -> passed = (passed + CAPACITY > to -> passed : to - CAPACITY) };
            do
            :: atomic { passed < to && CELL(passed) == WORD(passed, FULL, 0) };
                pull_head(passed);
                break
            :: atomic { passed < to && CELL(passed) != WORD(passed, FULL, 0) -> passed++ }
            :: atomic { passed == to -> break }
            od
        :: atomic { passed == NOTHING }
        fi
#endif
    :: atomic { from == to || head != from }
    fi;
    atomic { passed = NOTHING; from = 0 }
}

inline ghost_take(m) {
    assert(m != 0 && published[PRODUCER(m)] >= m - (PRODUCER(m) - 1) * MESSAGES);
    assert(!(acked & BIT(m)));
    if
    :: !(taken & BIT(m)) -> assert(newest[PRODUCER(m)] < m); newest[PRODUCER(m)] = m; taken = taken | BIT(m)
    :: else
    fi
}

inline take() {
    atomic { from = head; at = from; passed = NOTHING };
    do
    :: atomic { seen = CELL(at);
            if
            :: TURN(seen) == at && STATE(seen) == FULL
            :: TURN(seen) == at && STATE(seen) == SKIP -> goto skipped
            :: TURN(seen) > at -> at++; goto look_on
            :: TURN(seen) == at && STATE(seen) == READING -> passed = (passed == NOTHING -> at : passed); at++; goto look_on
            :: TURN(seen) < at || (TURN(seen) == at && STATE(seen) <= WRITING) ->
                assert(TURN(seen) + CAPACITY >= at);
                goto nothing
            fi
        };
        if
        :: atomic { CELL(at) == seen ->
                CELL(at) = WORD(at, READING, me);                                       /* C3 */
                ghost_take(data[at % CAPACITY])
            }
        :: atomic { CELL(at) != seen -> goto look_on }
        fi;
        move_head(at + 1);
        attempts[at % CAPACITY]++;
        atomic {
            scratch = data[at % CAPACITY];
            assert(!(shown & BIT(scratch)) || attempts[at % CAPACITY] > 1);
            shown = shown | BIT(scratch)
        };
        atomic { SLOT(CELL(at)) == me && STATE(CELL(at)) == READING ->
            CELL(at) = WORD(TURN(CELL(at)) + CAPACITY, EMPTY, 0);                       /* C6 */
            assert(!(acked & BIT(scratch)));
            acked = acked | BIT(scratch);
            acks++;
            scratch = 0
        };
        wake_all();
        break;
skipped:
        skip_cell(at);
        goto look_on;
nothing:
        move_head(at);
        SLEEP_A_SLICE((TO_TAKE) == 0 && acks < TOTAL, TO_TAKE || acks == TOTAL);
        atomic {
            if
            :: acks == TOTAL -> break
            :: else -> from = head; at = from; passed = NOTHING
            fi
        };
look_on:
        atomic { seen = 0 }
    od;
    atomic { at = 0; seen = 0; from = 0; passed = NOTHING }
}

proctype P(byte me) {
    short seen;
    short mark;
    byte at;
    byte from;
    byte passed = NOTHING;
    byte scratch;
    byte rounds;

    do
    :: atomic { me <= PRODUCERS && published[me] == MESSAGES || me > PRODUCERS && acks == TOTAL -> break }
    :: atomic { me <= PRODUCERS && published[me] < MESSAGES };
        { join(); put(); leave() } DIES_ANYWHERE
    :: atomic { me > PRODUCERS && acks < TOTAL };
        { join(); take(); leave() } DIES_ANYWHERE
    od;
    finished++
}

#include "watcher.pml"
