package io.millrace.engine.internal.layout;

import io.millrace.shm.internal.layout.BitField;
import java.util.List;

/// Bits of the 64-bit words that claims are made with: a job's state, a chunk, a batch of tasks,
/// the error record.
///
/// | bits      | first | bits |
/// |-----------|------:|-----:|
/// | `slot`    |     0 |   10 |
/// | `attempt` |    10 |   10 |
/// | `state`   |    20 |    4 |
/// | `epoch`   |    24 |   40 |
///
/// The owner's process slot stands in the word that is compared-and-set: the word of a dead owner
/// names that owner. An epoch belongs to one job or batch, ever: a worker that read the word of an
/// earlier job in the same row fails in its compare-and-set.
public final class JobWord {
    public static final BitField SLOT = new BitField("slot", 0, 10);
    public static final BitField ATTEMPT = new BitField("attempt", 10, 10);
    public static final BitField STATE = new BitField("state", 20, 4);
    public static final BitField EPOCH = new BitField("epoch", 24, 40);

    static final List<BitField> FIELDS = List.of(SLOT, ATTEMPT, STATE, EPOCH);

    public static final int MAX_ATTEMPT = (int) ATTEMPT.get(-1);
    public static final long MAX_EPOCH = EPOCH.get(-1);

    private JobWord() {}

    public static long of(long epoch, int state, int attempt, int slot) {
        return EPOCH.set(STATE.set(ATTEMPT.set(SLOT.set(0, slot), attempt), state), epoch);
    }

    public static long epoch(long word) {
        return EPOCH.get(word);
    }

    public static int state(long word) {
        return (int) STATE.get(word);
    }

    public static int attempt(long word) {
        return (int) ATTEMPT.get(word);
    }

    public static int slot(long word) {
        return (int) SLOT.get(word);
    }
}
