/*
 * The last part of every model, after what it uses: the process type P; sweep(s), which may use the locals `scratch`
 * and `mark`; AT_START, if the words do not begin as zeros; AT_END, what must hold when all is over.
 *
 * The watcher finds the dead in the end; whoever recovers may be killed over it.
 */
#ifndef AT_START
#define AT_START skip
#endif
#undef FORGET
#undef AT_DEATH
#define FORGET victim = 0; scratch = 0; mark = 0
#define AT_DEATH skip

#define WATCH(s) \
    :: atomic { used[s] && holder[s] == 0 -> victim = s; running[me] = true }; \
        { recover(victim); atomic { running[me] = false; victim = 0 } } DIES_ANYWHERE

proctype Watcher(byte me) {
    byte victim;
    byte scratch;
    short mark;

    do
    WATCH(1)
    WATCH(2)
#if N > 2
    WATCH(3)
#endif
    :: atomic { finished == N && ALL_SWEPT -> break }
    od;
    AT_END
}

init {
    atomic {
        AT_START;
        run P(1);
        run P(2);
#if N > 2
        run P(3);
#endif
        run Watcher(WATCHER);
        run Killer()
    }
}
