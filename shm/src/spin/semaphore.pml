/*
 * SharedSemaphore: one cell for each permit, which names its holder; what is available is derived from the cells.
 *
 *   FREE         -> HELD(me)     one compare-and-set; all cells held: sleeps on the news word, at most a slice
 *   HELD(me)     -> FREE         then news + 1, wake
 *   HELD(dead)   -> FREE         by who holds the byte of the dead, then news + 1, wake
 *
 * Claims: never more inside than there are permits; who lives gets its turns; in the end all permits are back.
 *
 * Holds: -DN=3 -DKILLS=2
 * Holds: -DN=3 -DPERMITS=1 -DKILLS=1 -DREBORN=1
 * Fails: -DN=3 -DPERMITS=1 -DSPLIT_CLAIM     a cell is taken first and gets its name afterwards
 * Fails: -DN=3 -DPERMITS=1 -DENDLESS_SLEEP   a sleeper relies on being woken
 */
#ifndef ROUNDS
#define ROUNDS 1
#endif
#ifndef PERMITS
#define PERMITS 2
#endif
#define AT_DEATH inside[me] = false
#define FORGET seen = 0; at = 0; scratch = 0; dead = 0; rounds = GIVES_UP
#define AT_END assert(cells[0] == 0 && cells[PERMITS - 1] == 0)

#define NAMELESS (N + 1)
#define DEAD(s) (s != NAMELESS && !ALIVE(s))

bool inside[N + 2];
byte cells[PERMITS];
byte news;

#include "kernel.pml"

#define HAS_NEWS (cells[0] == 0 || cells[PERMITS - 1] == 0 || DEAD(cells[0]) || DEAD(cells[PERMITS - 1]))

inline tell() {
    news = (news + 1) % 8;
    wake_all()
}

inline sweep(s) {
    scratch = 0;
    do
    :: atomic { scratch < PERMITS && cells[scratch] == s -> cells[scratch] = 0; scratch++ };
        tell()
    :: atomic { scratch < PERMITS && cells[scratch] != s -> scratch++ }
    :: atomic { scratch == PERMITS -> scratch = 0; break }
    od
}

inline acquire() {
    do
    :: atomic { seen = news; at = 0 };
        do
        :: atomic { at < PERMITS && cells[at] == 0 ->
#ifdef SPLIT_CLAIM
                cells[at] = NAMELESS
            };
            atomic {
#endif
                cells[at] = me;
                inside[me] = true;
                seen = 0;
                goto acquired
            }
        :: atomic { at < PERMITS && cells[at] != 0 && !DEAD(cells[at]) -> at++ }
        :: atomic { at < PERMITS && cells[at] != 0 && DEAD(cells[at]) -> dead = cells[at] };
            recover(dead);
            atomic { seen = news; at = 0; dead = 0 }
        :: atomic { at == PERMITS -> at = 0; break }
        od;
        SLEEP_A_SLICE(news == seen, HAS_NEWS)
    od;
acquired:
    skip
}

proctype P(byte me) {
    byte seen;
    byte at;
    byte scratch;
    byte dead;
    byte rounds;

    do
    :: atomic { rounds >= ROUNDS -> break }
    :: atomic { rounds < ROUNDS };
        {
            join();
            acquire();
            assert(SUM(inside) <= PERMITS);
            atomic { inside[me] = false; cells[at] = 0; at = 0 };
            tell();
            leave()
        } DIES_ANYWHERE
    od;
    finished++
}

#include "watcher.pml"
