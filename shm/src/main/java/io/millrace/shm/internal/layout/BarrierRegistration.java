package io.millrace.shm.internal.layout;

import java.util.List;

/// The word of one process in a barrier, four bytes: see [BarrierWords].
///
/// | bits         | first | bits |
/// |--------------|------:|-----:|
/// | `generation` |     0 |   30 |
/// | `dead`       |    30 |    1 |
/// | `registered` |    31 |    1 |
///
/// `registered` is 1 while the process has the barrier open. `dead` is 1 when the process died
/// after it had arrived in `generation`.
final class BarrierRegistration {
    static final BitField GENERATION = new BitField("generation", 0, 30);
    static final BitField DEAD = new BitField("dead", 30, 1);
    static final BitField REGISTERED = new BitField("registered", 31, 1);

    static final List<BitField> FIELDS = List.of(GENERATION, DEAD, REGISTERED);

    private BarrierRegistration() {}
}
