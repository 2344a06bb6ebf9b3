/*
 * Processes that may be killed at any step, and what the kernel does for them. Every model includes this.
 *
 * A process is its slot, 1 to N. `holder[s]` says who holds the lock on the byte of slot s, 0 for nobody; the
 * kernel lets go of it when the holder dies. Byte 0 is the directory's gate. `used[s]` is the slot's phase: it is taken again only once it was
 * swept. `asleep[s]` is the kernel's list of those who wait on the one word of the model.
 *
 * The killer takes any running process between any two steps, KILLS times in all: what that process had begun is
 * abandoned through the `unless` around its body (DIES_ANYWHERE). With REBORN it comes back as somebody new with
 * the same slot, else it stays away.
 *
 * A model says before it includes this: N, how many processes; ROUNDS, what each has to do; AT_DEATH, what else
 * goes with process `me`; FORGET, its local variables (the fewer values they keep, the fewer states there are).
 */
#ifndef KILLS
#define KILLS 2
#endif
#ifndef REBORN
#define REBORN 0
#endif
#define WATCHER (N + 1)

#if N > 2
#define NOBODY_SLEEPS (!asleep[1] && !asleep[2] && !asleep[3])
#define ALL_SWEPT (!used[1] && !used[2] && !used[3])
#define SUM(a) (a[1] + a[2] + a[3])
#else
#define NOBODY_SLEEPS (!asleep[1] && !asleep[2])
#define ALL_SWEPT (!used[1] && !used[2])
#define SUM(a) (a[1] + a[2])
#endif

byte holder[N + 2];
bool used[N + 2];
bool running[N + 2];
bool asleep[N + 2];
byte kills;
byte finished;
chan kill = [0] of { byte };

/* As others than its recoverer see it: the byte is held by the owner or by who recovers it. */
#define ALIVE(s) (holder[s] != 0)

#define DIES_ANYWHERE unless { atomic { kill?eval(me) -> kills++; let_go(); AT_DEATH; FORGET } }
#define GIVES_UP (REBORN -> rounds : ROUNDS)

inline let_go() {
    d_step {
        byte b = 0;
        do
        :: b <= N ->
            if
            :: holder[b] == me -> holder[b] = 0
            :: else
            fi;
            b++
        :: else -> break
        od;
        b = 0;
        asleep[me] = false;
        running[me] = false
    }
}

proctype Killer() {
end:
    do
    :: atomic { kills < KILLS && running[1] -> kill!1 }
    :: atomic { kills < KILLS && running[2] -> kill!2 }
#if N > 2
    :: atomic { kills < KILLS && running[3] -> kill!3 }
#endif
    :: atomic { kills < KILLS && running[WATCHER] -> kill!WATCHER }
    od
}

inline wake_one() {
    if
    :: atomic { asleep[1] -> asleep[1] = false }
    :: atomic { asleep[2] -> asleep[2] = false }
#if N > 2
    :: atomic { asleep[3] -> asleep[3] = false }
#endif
    :: atomic { NOBODY_SLEEPS }
    fi
}

inline wake_all() {
    d_step {
        asleep[1] = false;
        asleep[2] = false;
#if N > 2
        asleep[3] = false
#endif
    }
}

/*
 * FUTEX_WAIT: sleeps if the word is still as seen, until woken or to the end of the slice. A slice that ends with
 * nothing to see is left out: its end would only be the next one's beginning.
 */
#ifdef ENDLESS_SLEEP
#define SLICE_ENDS(news) false
#else
#define SLICE_ENDS(news) (news)
#endif

#define SLEEP_A_SLICE(unchanged, news) \
    atomic { \
        if \
        :: unchanged -> asleep[me] = true \
        :: else \
        fi \
    }; \
    if \
    :: atomic { !asleep[me] } \
    :: atomic { asleep[me] && SLICE_ENDS(news) -> asleep[me] = false } \
    fi

/* Takes a slot that was swept. */
inline join() {
    atomic { !used[me] && holder[me] == 0 -> holder[me] = me; used[me] = true; running[me] = true }
}

/* Owns nothing any more. */
inline leave() {
    atomic { rounds = (rounds + 1) % 8; used[me] = false; running[me] = false; holder[me] = 0 }
}

/* The right to recover slot s is holding its byte. If somebody else does, that one is at it. */
inline recover(s) {
    if
    :: atomic { used[s] && holder[s] == 0 -> holder[s] = me };
        sweep(s);
        used[s] = false;
        holder[s] = 0
    :: atomic { else }
    fi
}
