package io.millrace.shm.internal.layout;

import java.util.List;

/// How far an area was ever used, as one word that detects damage: the offset in units of 64 bytes
/// and a hash of it. A word with a wrong hash means that everything was used, so damage costs a
/// zeroing and never exposes old data. The word 0 of a new file means that nothing was used.
///
/// | bits    | first | bits |
/// |---------|------:|-----:|
/// | `units` |     0 |   48 |
/// | `hash`  |    48 |   16 |
public final class HighWater {
    private static final BitField UNITS = new BitField("units", 0, 48);
    private static final BitField HASH = new BitField("hash", 48, 16);

    static final List<BitField> FIELDS = List.of(UNITS, HASH);

    private HighWater() {}

    /// The word for an offset that is a multiple of 64.
    public static long of(long offset) {
        long units = offset >>> 6;
        return HASH.set(UNITS.set(0, units), hash(units));
    }

    /// The offset of a word; `Long.MAX_VALUE` when the word is damaged.
    public static long offset(long word) {
        if (word == 0) {
            return 0;
        }
        long units = UNITS.get(word);
        return HASH.get(word) == hash(units) ? units << 6 : Long.MAX_VALUE;
    }

    private static long hash(long units) {
        long mixed = (units + 1) * 0x9E3779B97F4A7C15L;
        return (mixed ^ mixed >>> 32) >>> 48 & 0xFFFF;
    }
}
