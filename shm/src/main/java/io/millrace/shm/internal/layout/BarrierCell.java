package io.millrace.shm.internal.layout;

import java.util.List;

/// The cell of one party of a barrier, of which there are two banks: see [BarrierWords].
///
/// | bits         | first | bits |
/// |--------------|------:|-----:|
/// | `thread`     |     0 |   18 |
/// | `slot`       |    18 |   10 |
/// | `acting`     |    28 |    1 |
/// | `generation` |    32 |   32 |
///
/// `acting` is 1 while the party runs the action. The party has arrived when `slot` is not 0 and
/// `generation` is the present one.
final class BarrierCell {
    static final BitField ACTING = new BitField("acting", 28, 1);
    static final BitField GENERATION = new BitField("generation", 32, 32);

    static final List<BitField> FIELDS = List.of(OwnerBits.THREAD, OwnerBits.SLOT, ACTING, GENERATION);

    private BarrierCell() {}

    static long of(long owner, int generation) {
        return GENERATION.set(owner, generation);
    }

    static int generation(long cell) {
        return (int) GENERATION.get(cell);
    }
}
