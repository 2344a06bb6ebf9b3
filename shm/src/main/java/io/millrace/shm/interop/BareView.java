package io.millrace.shm.interop;

import io.millrace.shm.data.ByteArray;
import io.millrace.shm.internal.access.DataAccess;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/// The one place where bare addresses are given away.
final class BareView {
    private BareView() {}

    /// The bytes, which from now on stay what they are until this process ends. `check` may refuse
    /// before that is promised.
    static MemorySegment of(ByteArray bytes, Consumer<MemorySegment> check) {
        check.accept(bytes.segment());
        DataAccess.regionOf(bytes).check();
        DataAccess.regionOf(bytes).holdUntilProcessEnds();
        return bytes.segment();
    }
}
