package io.millrace.shm.internal.layout;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.List;

/// One end of a pipe, or the sending end of a broadcast: its state and owner, in 64 bits.
///
/// Bits of the word:
///
/// | bits    | first | bits |
/// |---------|------:|-----:|
/// | `phase` |     0 |    3 |
/// | `slot`  |     3 |   10 |
/// | `turn`  |    13 |   51 |
///
/// ```text
///           E1 take             E2 close
///   FREE ──────────▶ TAKEN(s) ──────────▶ CLOSED ── E1 ──▶ TAKEN(s')
///                       │ E3: s is dead
///                       └────────────────▶ DEAD
///   FREE, CLOSED, DEAD ── E4 reset ──▶ RESETTING(s) ── E5 ──▶ FREE
///                                          └── E6: s is dead ──▶ DEAD
/// ```
///
/// All are compare-and-set; each adds one to `turn`, so no value of the word repeats. **Writers.**
/// E1 and E4 by the process that becomes the owner `s`, E2 and E5 by `s`, E3 and E6 by the process
/// that holds the byte of the dead `s`. The sending end of a broadcast is also taken (E1) when it
/// is `DEAD`; an end of a pipe is not: a dead process may have left the ring half written, so the
/// ring is cleared first (E4, E5).
public final class EndWord {
    /// `phase`: it had no owner yet.
    public static final int FREE = 0;
    /// `phase`: the process in `slot` owns it.
    public static final int TAKEN = 1;
    /// `phase`: its last owner closed it.
    public static final int CLOSED = 2;
    /// `phase`: its last owner died.
    public static final int DEAD = 3;
    /// `phase`: the process in `slot` clears the rings.
    public static final int RESETTING = 4;

    static final BitField PHASE = new BitField("phase", 0, 3);
    static final BitField SLOT = new BitField("slot", 3, 10);
    static final BitField TURN = new BitField("turn", 13, 51);
    static final List<BitField> FIELDS = List.of(PHASE, SLOT, TURN);

    private static final VarHandle WORD = Words.LONG.varHandle().withInvokeExactBehavior();

    private EndWord() {}

    /// The word that follows `word` with that phase and slot.
    public static long next(long word, int phase, int slot) {
        return TURN.set(SLOT.set(PHASE.set(0, phase), slot), TURN.get(word) + 1);
    }

    /// The phase; an unknown number, or an owned phase without slot, counts as `DEAD`.
    public static int phase(long word) {
        int phase = (int) PHASE.get(word);
        boolean ownerless = (phase == TAKEN || phase == RESETTING) && slot(word) == 0;
        return phase > RESETTING || ownerless ? DEAD : phase;
    }

    /// The slot of the owner.
    public static int slot(long word) {
        return (int) SLOT.get(word);
    }

    /// The word at `offset`.
    public static long acquire(MemorySegment segment, long offset) {
        return (long) WORD.getAcquire(segment, offset);
    }

    /// Changes the word; the compare-and-sets E1 to E6.
    public static boolean cas(MemorySegment segment, long offset, long expected, long value) {
        return WORD.compareAndSet(segment, offset, expected, value);
    }
}
