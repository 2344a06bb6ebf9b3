package io.millrace.engine.internal.job;

import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.shm.internal.region.Region;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;

/// The arrays that an expression reads, open in this process. C gets their bare addresses, so this process
/// uses their regions while it computes: between [#begin] and [#end], by any number of threads.
///
/// @param segments of the arrays, whole
/// @param regions of the arrays
public record Inputs(MemorySegment[] segments, Region[] regions) {
    /// Those of a job that is no expression.
    public static final Inputs NONE = new Inputs(Operands.NONE, new Region[0]);

    /// @param arrays none of which is absent
    public static Inputs of(List<OpenArray> arrays) {
        MemorySegment[] segments = new MemorySegment[arrays.size()];
        Region[] regions = new Region[segments.length];
        for (int which = 0; which < segments.length; which++) {
            segments[which] = arrays.get(which).segment();
            regions[which] = Objects.requireNonNull(arrays.get(which).region());
        }
        return new Inputs(segments, regions);
    }

    /// Begins to use the regions.
    ///
    /// @throws io.millrace.shm.RegionDroppedException when an array was dropped; then no use has begun
    public void begin() {
        int begun = 0;
        try {
            for (; begun < regions.length; begun++) {
                regions[begun].beginUse();
            }
        } catch (RuntimeException | Error gone) {
            end(begun);
            throw gone;
        }
    }

    /// Ends what [#begin] began.
    public void end() {
        end(regions.length);
    }

    private void end(int count) {
        for (int place = 0; place < count; place++) {
            regions[place].endUse();
        }
    }
}
