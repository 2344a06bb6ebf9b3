/*
 * EventCount: a word (epoch, sleepers) beside a condition that stands elsewhere, here a number of items.
 *
 *   V1  waiter      (e, *)      -> (e, asleep)       compare-and-set; then sleeps while the word is that
 *   V2  notifier    (e, asleep) -> (e + 1, awake)    compare-and-set, then a wake
 *   V3  notifier    (e, *)      -> (e + 1, *)        add; counted protocol only
 *
 *   announced   waiter: V1, look, sleep               notifier: change; asleep? V2, wake
 *   counted     waiter: epoch, look, V1, sleep        notifier: change, V3; was asleep? V2, wake
 *                                                     or: change, V3; was asleep? wake one; none slept? V2, wake
 *
 * Claims: no wake is lost, that is, every waiter gets its item although no sleep ends by itself; after a death all
 * who live still get theirs at the end of a slice.
 *
 * There is one item for each waiter. The model has one order of all steps: a fence that is left out shows as the
 * two steps around it in the other order.
 *
 * Holds: -DANNOUNCED
 * Holds: -DANNOUNCED -DWAKE_ONE
 * Holds: -DANNOUNCED -DWAKE_ONE -DKILLS=2
 * Holds: -DCOUNTED
 * Holds: -DCOUNTED -DKILLS=2
 * Holds: -DCOUNTED -DWAKE_SOME
 * Holds: -DCOUNTED -DWAKE_SOME -DKILLS=2
 * Fails: -DANNOUNCED -DNO_LOOK             a waiter does not look between V1 and the sleep
 * Fails: -DANNOUNCED -DNO_FENCE            a notifier loads the word before its change is visible
 * Fails: -DANNOUNCED -DNO_EPOCH            V2 leaves the epoch, so that the word can come back as seen
 * Fails: -DANNOUNCED -DWAKE_ONE -DNO_PASS  a waiter that slept does not wake the next one
 * Fails: -DANNOUNCED -DWAKE_ONE -DLATE_V1  a waiter that slept looks before it announces itself again
 * Fails: -DCOUNTED -DMIXED                 a notifier of the other protocol
 * Fails: -DCOUNTED -DWAKE_SOME -DCLEARS    a notifier that wakes one clears the bit of the other sleepers
 * Fails: -DCOUNTED -DWAKE_SOME -DNO_RELEASE_WAKE   one that found no sleeper clears the bit and wakes nobody
 * Fails: -DANNOUNCED -DKILLS=1 -DENDLESS_SLEEP   a sleeper relies on being woken
 */
#define N 2
#ifndef KILLS
#define KILLS 0
#endif

#define ASLEEP 1
#define IS_ASLEEP(w) ((w) & ASLEEP)
#define EPOCH(w) ((w) & ~ASLEEP)
#define NEXT(w) (((w) + 2) % 16)

#ifdef NO_EPOCH
#define RELEASED(w) EPOCH(w)
#else
#define RELEASED(w) EPOCH(NEXT(w))
#endif

/* A slice that ends with nothing to see is left out: its end would only be the next one's beginning. */
#if KILLS > 0 && !defined(ENDLESS_SLEEP)
#define SLICE_ENDS (items > 0)
#else
#define SLICE_ENDS false
#endif

byte word;
byte items;
bool asleep[N + 1];
bool running[2 * N + 1];
byte kills;
chan kill = [0] of { byte };

#define DIES_ANYWHERE unless { atomic { kill?eval(me) -> kills++; running[me] = false } }

/* Waiters are 1 to N, notifiers N + 1 to 2 N. */
#define KILL(p) :: atomic { kills < KILLS && running[p] -> kill!p }

proctype Killer() {
end:
    do
    KILL(1)
    KILL(2)
    KILL(3)
    KILL(4)
    od
}

inline wake() {
#ifdef WAKE_ONE
    if
    :: atomic { asleep[1] -> asleep[1] = false }
    :: atomic { asleep[2] -> asleep[2] = false }
    :: atomic { !asleep[1] && !asleep[2] }
    fi
#else
    d_step { asleep[1] = false; asleep[2] = false }
#endif
}

/* V2 and a wake, if the word as it was seen says that somebody may sleep. */
inline release() {
    do
    :: atomic { !IS_ASLEEP(seen) -> seen = 0; break }
    :: atomic { IS_ASLEEP(seen) && word == seen -> word = RELEASED(seen); seen = 0 };
        wake();
        break
    :: atomic { IS_ASLEEP(seen) && word != seen -> seen = word }
    od
}

/* A wake of one that keeps the bit for the others; V2 and a wake of all when nobody slept. */
inline wake_some() {
    if
    :: atomic { !IS_ASLEEP(seen) }
    :: atomic { IS_ASLEEP(seen) };
#ifdef CLEARS
        atomic { word = EPOCH(word) };
#endif
        if
        :: atomic { asleep[1] -> asleep[1] = false }
        :: atomic { asleep[2] -> asleep[2] = false }
        :: atomic { !asleep[1] && !asleep[2] -> seen = word };
#ifdef NO_RELEASE_WAKE
            atomic { word = EPOCH(word) }
#else
            release()
#endif
        fi
    fi
}

inline look() {
    atomic {
        if
        :: items > 0 -> items--; got = true
        :: else
        fi
    }
}

/* V1 on a word that was loaded before. */
inline announce() {
    do
    :: atomic { seen = word };
        if
        :: atomic { IS_ASLEEP(seen) -> break }
        :: atomic { !IS_ASLEEP(seen) && word == seen -> word = seen | ASLEEP; seen = word; break }
        :: atomic { !IS_ASLEEP(seen) && word != seen }
        fi
    od
}

/* FUTEX_WAIT. */
inline sleep() {
    atomic {
        slept = true;
        if
        :: word == seen -> asleep[me] = true
        :: else
        fi
    };
    if
    :: atomic { !asleep[me] }
    :: atomic { asleep[me] && SLICE_ENDS -> asleep[me] = false }
    fi
}

inline await_item() {
    look();
    do
    :: atomic { got -> break }
    :: atomic { !got };
#ifdef ANNOUNCED
#ifdef LATE_V1
        look();
        if
        :: atomic { got -> break }
        :: atomic { !got }
        fi;
#endif
        announce();
#ifndef NO_LOOK
        look();
#endif
        if
        :: atomic { !got };
            sleep()
        :: atomic { got }
        fi
#else
        atomic { epoch = EPOCH(word) };
        look();
        if
        :: atomic { got }
        :: atomic { !got };
            atomic { seen = word };
            if
            :: atomic { EPOCH(seen) != epoch }
            :: atomic { EPOCH(seen) == epoch && word != seen }
            :: atomic { EPOCH(seen) == epoch && word == seen -> word = seen | ASLEEP; seen = word };
                sleep()
            fi
        fi
#endif
    od
}

proctype Waiter(byte me) {
    byte seen;
    byte epoch;
    bool got;
    bool slept;

    {
        await_item();
#if defined(WAKE_ONE) && !defined(NO_PASS)
        if
        :: atomic { slept -> seen = word };
            release()
        :: atomic { !slept }
        fi;
#endif
        atomic { running[me] = false }
    } DIES_ANYWHERE
}

/* One that dies before its change has nothing to tell. */
proctype Notifier(byte me) {
    byte seen;

#ifdef NO_FENCE
    atomic { seen = word };
    atomic { items++; running[me] = true };
#else
    atomic { items++; running[me] = true };
#endif
    {
#if defined(COUNTED) && !defined(MIXED)
        atomic { word = NEXT(word); seen = word };
#else
#ifndef NO_FENCE
        atomic { seen = word };
#endif
#endif
#ifdef WAKE_SOME
        wake_some();
#else
        release();
#endif
        atomic { running[me] = false }
    } DIES_ANYWHERE
}

init {
    atomic {
        running[1] = true;
        running[2] = true;
        run Waiter(1);
        run Waiter(2);
        run Notifier(N + 1);
        run Notifier(N + 2);
        run Killer()
    }
}
