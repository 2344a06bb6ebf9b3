package io.millrace.shm.internal.layout;

import java.util.List;

/// The word of one process in a condition; its low half is the futex word.
///
/// | bits        | first | bits |
/// |-------------|------:|-----:|
/// | `granted`   |     0 |   16 |
/// | `signals`   |    16 |   16 |
/// | `waiting`   |    32 |   16 |
/// | `grantedAt` |    48 |   16 |
///
/// `granted` are the signals that threads of the process have not taken yet; `signals` counts all,
/// so that each signal changes the word. `grantedAt` has the low bits of the arrivals at the last
/// signal: a thread that arrived later does not take it.
public final class SleeperWord {
    /// Signals that its threads have not taken.
    public static final BitField GRANTED = new BitField("granted", 0, 16);
    /// Counts the grants.
    public static final BitField SIGNALS = new BitField("signals", 16, 16);
    /// Its threads that wait.
    public static final BitField WAITING = new BitField("waiting", 32, 16);
    /// Arrivals at the last of these signals.
    public static final BitField GRANTED_AT = new BitField("grantedAt", 48, 16);

    static final List<BitField> FIELDS = List.of(GRANTED, SIGNALS, WAITING, GRANTED_AT);

    /// How many threads of one process can wait at once.
    public static final int MOST_WAITING = (1 << 16) - 1;

    private SleeperWord() {}

    /// Waiting threads without a signal; less than zero in a damaged word.
    public static long unsignalled(long word) {
        return WAITING.get(word) - GRANTED.get(word);
    }

    /// The word with one more waiting thread.
    public static long arrived(long word) {
        return WAITING.set(word, WAITING.get(word) + 1);
    }

    /// The word with one waiting thread less.
    public static long left(long word) {
        return WAITING.set(word, Math.max(0, WAITING.get(word) - 1));
    }

    /// The word with one waiting thread and one signal less.
    public static long taken(long word) {
        return GRANTED.set(left(word), Math.max(0, GRANTED.get(word) - 1));
    }

    /// The word with `more` signals more, given at `arrivals`.
    public static long granted(long word, long more, long arrivals) {
        long counted = SIGNALS.set(word, SIGNALS.get(word) + 1);
        return GRANTED_AT.set(GRANTED.set(counted, GRANTED.get(word) + more), arrivals);
    }

    /// The arrivals at the last signal, if there were fewer than 65,536 since.
    public static long grantedAt(long word, long arrivals) {
        return arrivals - (arrivals - GRANTED_AT.get(word) & 0xFFFF);
    }
}
