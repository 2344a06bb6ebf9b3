/*
 * SharedBarrier: a state word {generation, BROKEN}; one cell for each party, claimed and written in one
 * compare-and-set (B1), so that how many have arrived is derived; one registration for each process.
 *
 *   B2 OPEN(g) -> OPEN(g + 1)        by whoever sees all cells of g
 *   B3 OPEN(g) -> BROKEN(g)          a registered process died before it arrived in g
 *   R2 REGISTERED -> DEAD(g)         it died after it arrived in g, by who holds its byte; else -> 0
 *   whoever turns to a generation, arrives in it, or recovers, and sees DEAD of another one: B3, then DEAD -> 0
 *
 * Claims: nobody passes a generation before all have arrived in it; a generation is passed or broken, not both;
 * nothing breaks while all live; nobody is left waiting.
 *
 * Holds: -DN=3 -DROUNDS=2 -DKILLS=2
 * Fails: -DN=3 -DROUNDS=2 -DFORGETS_LATE     who dies within a generation is forgotten in the next
 * Fails: -DN=3 -DROUNDS=2 -DTRUSTS_R2        who recovers after a recoverer that died after R2 thinks all is done
 * Fails: -DN=3 -DROUNDS=2 -DCOUNTS           a count of arrivals, added to before the cell is written
 * Fails: -DN=3 -DROUNDS=2 -DENDLESS_SLEEP    a sleeper relies on being woken
 */
#ifndef ROUNDS
#define ROUNDS 2
#endif
#define AT_DEATH skip
#define FORGET seen = 0; turn = 0; scratch = 0; mark = 0; rounds = ROUNDS
#define AT_END ONE_OUTCOME(0); ONE_OUTCOME(1)

#define BROKEN 8
#define GENERATION(w) ((w) & 7)
#define REGISTERED 1
#define DEAD(g) (2 | ((g) << 2))
#define IS_DEAD(r) ((r) & 2)
#define DIED_IN(r) ((r) >> 2)

byte state;
byte cells[N + 2];          /* by slot: the generation arrived in, plus one */
byte registration[N + 2];
byte arrived[2];            /* ghosts from here: by generation, how many */
byte passed[2];
byte broken[2];

#ifdef COUNTS
byte count;
#endif

#include "kernel.pml"

#define ALL_CELLS(g) (cells[1] == (g) + 1 && cells[2] == (g) + 1 && cells[3] == (g) + 1)
#ifdef COUNTS
#define ALL_THERE(g) (count >= N * ((g) + 1))
#else
#define ALL_THERE(g) ALL_CELLS(g)
#endif
#define ONE_OUTCOME(g) \
    assert(passed[g] == 0 || arrived[g] == N); \
    assert(passed[g] == 0 || broken[g] == 0); \
    assert(kills > 0 || passed[g] == N)

inline break_now(g) {
    atomic {
        if
        :: state == (g) -> state = state | BROKEN
        :: else
        fi
    };
    wake_all()
}

inline break_after(d) {
    if
    :: atomic { IS_DEAD(registration[d]) -> mark = GENERATION(state) };
        if
        :: atomic { IS_DEAD(registration[d]) && DIED_IN(registration[d]) != mark };
            break_now(mark);
            registration[d] = registration[d] & REGISTERED
        :: atomic { !IS_DEAD(registration[d]) || DIED_IN(registration[d]) == mark }
        fi;
        mark = 0
    :: atomic { !IS_DEAD(registration[d]) }
    fi
}

inline break_after_death() {
    break_after(1);
    break_after(2);
    break_after(3)
}

inline sweep(s) {
    if
    :: atomic { registration[s] == REGISTERED -> mark = GENERATION(state); scratch = 1 + (cells[s] == mark + 1) };
        if
        :: atomic { scratch == 1 };
            break_now(mark);
            registration[s] = 0
        :: atomic { scratch == 2 };
#ifdef FORGETS_LATE
            registration[s] = 0
#else
            registration[s] = DEAD(mark)            /* R2 */
#endif
        fi;
        atomic { scratch = 0; mark = 0 };
        break_after_death()
    :: atomic { registration[s] != REGISTERED };
#ifndef TRUSTS_R2
        break_after_death()
#endif
    fi
}

inline turn_if_complete() {
    if
    :: atomic { ALL_THERE(turn) };
        atomic {
            if
            :: state == turn -> state = turn + 1    /* B2 */
            :: else
            fi
        };
        wake_all();
        break_after_death()
    :: atomic { !ALL_THERE(turn) }
    fi
}

inline await() {
    break_after_death();
    atomic { seen = state; turn = GENERATION(seen);
        if
        :: seen & BROKEN -> broken[turn]++; goto out
        :: else
        fi
    };
#ifdef COUNTS
    count++;
#endif
    atomic { cells[me] = turn + 1; arrived[turn]++ };       /* B1 */
    turn_if_complete();
    do
    :: atomic { seen = state;
            if
            :: GENERATION(seen) != turn -> assert(arrived[turn] == N); passed[turn]++; seen = 0; turn = 0; break
            :: GENERATION(seen) == turn && (seen & BROKEN) -> broken[turn]++; seen = 0; turn = 0; goto out
            :: else
            fi
        };
        SLEEP_A_SLICE(state == seen, state != seen || ALL_THERE(turn));
        turn_if_complete()
    od
}

proctype P(byte me) {
    byte seen;
    byte turn;
    byte scratch;
    short mark;
    byte rounds;

    {
        atomic { join(); registration[me] = REGISTERED };
        do
        :: atomic { rounds >= ROUNDS -> break }
        :: atomic { rounds < ROUNDS };
            await();
            rounds++
        od;
out:
        atomic { registration[me] = 0; leave() }
    } DIES_ANYWHERE;
    finished++
}

#include "watcher.pml"
