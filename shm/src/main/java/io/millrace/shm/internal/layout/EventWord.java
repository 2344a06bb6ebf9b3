package io.millrace.shm.internal.layout;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.util.List;

/// An event: one word, alone on 128 bytes.
///
/// | field  | offset | bytes | written by | order           |
/// |--------|-------:|------:|------------|-----------------|
/// | `word` |      0 |     4 | any thread | compare-and-set |
///
/// Bits of `word`:
///
/// | bits      | first | bits |
/// |-----------|------:|-----:|
/// | `epoch`   |     0 |   30 |
/// | `set`     |    30 |    1 |
/// | `waiters` |    31 |    1 |
///
/// `epoch` counts how often the event was set. The steps E1 to E3 stand in `EventCore`.
public final class EventWord {
    /// Where `word` is.
    public static final long WORD = 0;
    /// Bits of `word`: counts how often the event was set.
    public static final BitField EPOCH = new BitField("epoch", 0, 30);

    private static final BitField SET_BIT = new BitField("set", 30, 1);
    private static final BitField WAITERS_BIT = new BitField("waiters", 31, 1);

    static final List<BitField> FIELDS = List.of(EPOCH, SET_BIT, WAITERS_BIT);

    /// The mask of `set`.
    public static final int SET = (int) SET_BIT.set(0, 1);
    /// The mask of `waiters`.
    public static final int WAITERS = (int) WAITERS_BIT.set(0, 1);

    /// The picture above.
    public static final StructLayout LAYOUT =
            MemoryLayout.structLayout(Words.INT.withName("word"), MemoryLayout.paddingLayout(124));

    private EventWord() {}

    /// The word after E1.
    public static int afterSet(int word) {
        return (int) (EPOCH.set(0, EPOCH.get(word) + 1) | SET);
    }
}
