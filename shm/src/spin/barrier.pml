/*
 * SharedBarrier: a state word {generation, BROKEN, LAST}, and one cell for each party: who arrived, and in which
 * generation, written in one compare-and-set. How many arrived is derived.
 *
 *   cell: older            -> ARRIVED(me, g)
 *   {g}, all cells of g    -> {g + 1}              by any waiter; the one whose compare-and-set it was gets index 0
 *   {g}, dead before g     -> {g, BROKEN}          by who holds the byte of the dead: a process that registered
 *   {g}, dead within g     -> {g, LAST}            the same; {g, LAST} turns into {g + 1, BROKEN}
 *
 * Claims: nobody passes a generation before all have arrived in it; a generation is passed or broken, not both;
 * one waiter at most gets index 0, exactly one if nobody dies; nothing breaks while all live; nobody is left waiting.
 *
 * Holds: -DN=3 -DROUNDS=2 -DKILLS=2
 * Fails: -DN=3 -DROUNDS=2 -DFORGETS_LATE     who dies within a generation is forgotten in the next
 * Fails: -DN=3 -DROUNDS=2 -DCOUNTS           a count of arrivals, added to before the cell is written
 * Fails: -DN=3 -DROUNDS=2 -DENDLESS_SLEEP    a sleeper relies on being woken
 */
#ifndef ROUNDS
#define ROUNDS 2
#endif
#define AT_DEATH skip
#define FORGET seen = 0; turn = 0; scratch = 0; rounds = ROUNDS
#define AT_END NO_TWO_OUTCOMES(0); NO_TWO_OUTCOMES(ROUNDS - 1)

#define BROKEN 8
#define LAST 16
#define GENERATION(w) ((w) & 7)

byte state;
byte cells[N + 2];      /* by slot: the generation arrived in, plus one */
bool registered[N + 2];
byte arrived[ROUNDS];   /* ghosts from here: by generation */
byte passed[ROUNDS];
byte broken[ROUNDS];
byte first[ROUNDS];

#ifdef COUNTS
byte count;
#endif

#define NO_TWO_OUTCOMES(g) \
    assert(passed[g] == 0 || arrived[g] == N); \
    assert(passed[g] == 0 || broken[g] == 0); \
    assert(first[g] <= 1); \
    assert(kills > 0 || (passed[g] == N && first[g] == 1))

#include "kernel.pml"

#if N > 2
#define ALL_CELLS(g) (cells[1] == (g) + 1 && cells[2] == (g) + 1 && cells[3] == (g) + 1)
#define SOME_DEAD ((registered[1] && !ALIVE(1)) || (registered[2] && !ALIVE(2)) || (registered[3] && !ALIVE(3)))
#else
#define ALL_CELLS(g) (cells[1] == (g) + 1 && cells[2] == (g) + 1)
#define SOME_DEAD ((registered[1] && !ALIVE(1)) || (registered[2] && !ALIVE(2)))
#endif
#ifdef COUNTS
#define ALL_THERE(g) (count >= N * ((g) + 1))
#else
#define ALL_THERE(g) ALL_CELLS(g)
#endif

/* What the death of s makes of the state word: of a generation that s arrived in, and of one it did not. */
#ifdef FORGETS_LATE
#define AFTER_DEATH(w, s) (cells[s] == GENERATION(w) + 1 -> (w) : (w) | BROKEN)
#else
#define AFTER_DEATH(w, s) (cells[s] == GENERATION(w) + 1 -> (w) | LAST : (w) | BROKEN)
#endif

inline sweep(s) {
    do
    :: atomic { !registered[s] -> break }
    :: atomic { registered[s] -> scratch = state };
        if
        :: atomic { state == scratch -> state = AFTER_DEATH(scratch, s); scratch = 0 };
            registered[s] = false;
            wake_all();
            break
        :: atomic { state != scratch -> scratch = 0 }
        fi
    od
}

inline turn_over() {
    if
    :: atomic { state == seen ->
            state = ((seen & LAST) -> (GENERATION(seen) + 1) | BROKEN : GENERATION(seen) + 1);
            first[GENERATION(seen)]++
        };
        wake_all()
    :: atomic { state != seen }
    fi
}

inline await() {
    do
    :: atomic { seen = state; turn = GENERATION(seen) };
        if
        :: atomic { seen & BROKEN -> broken[turn]++; goto out }
        :: atomic { !(seen & BROKEN) };
#ifdef COUNTS
            count++;
#endif
            atomic { cells[me] = turn + 1; arrived[turn]++ };
            break
        fi
    od;
    do
    :: atomic { seen = state;
            if
            :: GENERATION(seen) != turn -> assert(arrived[turn] == N); passed[turn]++; seen = 0; turn = 0; break
            :: GENERATION(seen) == turn && (seen & BROKEN) -> broken[turn]++; seen = 0; turn = 0; goto out
            :: else
            fi
        };
        if
        :: atomic { ALL_THERE(turn) };
            turn_over()
        :: atomic { !ALL_THERE(turn) };
            SLEEP_A_SLICE(state == seen, state != seen || ALL_THERE(turn));
        fi
    od
}

proctype P(byte me) {
    byte seen;
    byte turn;
    byte scratch;
    byte rounds;

    {
        atomic { join(); registered[me] = true };
        do
        :: atomic { rounds >= ROUNDS -> break }
        :: atomic { rounds < ROUNDS };
            await();
            rounds++
        od;
out:
        atomic { registered[me] = false; leave() }
    } DIES_ANYWHERE;
    finished++
}

#include "watcher.pml"
