package io.millrace.shm.layout;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.List;

/// One end of a pipe, or the sending end of a broadcast: whose it is, in 64 bits.
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
/// All are compare-and-set; each adds one to `turn`, so a word never comes back. **Writers.** E1 by
/// who becomes `s`, E2 and E5 by `s`, E3 and E6 by who holds the byte of the dead `s`, E4 by who
/// becomes `s`. The sending end of a broadcast is also taken when it is `DEAD`; that of a pipe is
/// not: a ring of which one user died is not trusted until it was cleared.
public final class EndWord {
    /// `phase`: nobody had it yet.
    public static final int FREE = 0;
    /// `phase`: of the process in `slot`.
    public static final int TAKEN = 1;
    /// `phase`: given back by its last owner.
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

    /// What goes on; a number that no phase has, or an owner that no slot has, is `DEAD`.
    public static int phase(long word) {
        int phase = (int) PHASE.get(word);
        boolean ownerless = (phase == TAKEN || phase == RESETTING) && slot(word) == 0;
        return phase > RESETTING || ownerless ? DEAD : phase;
    }

    /// Whose it is.
    public static int slot(long word) {
        return (int) SLOT.get(word);
    }

    /// The word at `offset`.
    public static long acquire(MemorySegment segment, long offset) {
        return (long) WORD.getAcquire(segment, offset);
    }

    /// Moves the end on; the compare-and-sets E1 to E6.
    public static boolean cas(MemorySegment segment, long offset, long expected, long value) {
        return WORD.compareAndSet(segment, offset, expected, value);
    }
}
