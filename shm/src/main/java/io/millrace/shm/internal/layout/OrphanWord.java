package io.millrace.shm.internal.layout;

import java.util.List;

/// The signals of a condition whose process died before it took them.
///
/// | bits         | first | bits |
/// |--------------|------:|-----:|
/// | `signals`    |     0 |   31 |
/// | `orphanedAt` |    32 |   31 |
///
/// A thread that arrived after `orphanedAt` does not take one of them.
public final class OrphanWord {
    /// How many signals.
    public static final BitField SIGNALS = new BitField("signals", 0, 31);
    /// Arrivals at the last of these signals.
    public static final BitField ORPHANED_AT = new BitField("orphanedAt", 32, 31);

    static final List<BitField> FIELDS = List.of(SIGNALS, ORPHANED_AT);

    private OrphanWord() {}

    /// The word with one signal less.
    public static long taken(long word) {
        return SIGNALS.set(word, SIGNALS.get(word) - 1);
    }

    /// The word with `more` signals more, given at `arrivals`.
    public static long added(long word, long more, long arrivals) {
        return ORPHANED_AT.set(SIGNALS.set(word, SIGNALS.get(word) + more), arrivals);
    }
}
