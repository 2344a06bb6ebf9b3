package io.millrace.engine.internal.array;

import io.millrace.engine.internal.job.Inputs;
import io.millrace.engine.internal.job.JobSpec;
import io.millrace.engine.internal.job.OpenArray;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.shm.data.NumericArray;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The arrays of a job that the calling thread computes. Between [#begin] and [#end] this process uses their
/// regions: it refuses to drop them. Any number of threads may do so at the same time.
final class HomeArrays {
    private final OpenArray first;
    private final OpenArray second;
    private final OpenArray third;
    private final OpenArray out;
    private final MemorySegment[] inputs;
    private final Store store;
    private final Inputs used;

    HomeArrays(JobSpec spec) {
        List<OpenArray> present = new ArrayList<>();
        for (NumericArray input : spec.inputs()) {
            present.add(OpenArray.of(input));
        }
        inputs = present.isEmpty() ? Operands.NONE : Inputs.of(present).segments();
        first = opened(spec.first(), present);
        second = opened(spec.second(), present);
        third = opened(spec.third(), present);
        out = opened(spec.out(), present);
        store = spec.store();
        used = Inputs.of(present);
    }

    private static OpenArray opened(@Nullable NumericArray array, List<OpenArray> present) {
        OpenArray opened = OpenArray.of(array);
        if (array != null) {
            present.add(opened);
        }
        return opened;
    }

    /// @throws io.millrace.shm.RegionDroppedException when an array was dropped; then no use has begun
    void begin() {
        used.begin();
    }

    void end() {
        used.end();
    }

    /// Prepares the pages of the output for writes.
    void expectWrites(long length) {
        out.expectWrites(0, length);
    }

    Operands operands(long element, long n) {
        return new Operands(
                first.from(element, n),
                second.from(element, n),
                third.from(element, n),
                out.from(element, n),
                store,
                inputs);
    }
}
