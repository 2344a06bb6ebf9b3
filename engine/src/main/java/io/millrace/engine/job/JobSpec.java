package io.millrace.engine.job;

import io.millrace.engine.Schedule;
import io.millrace.engine.kernel.Store;
import io.millrace.engine.kernel.Work;
import io.millrace.shm.data.NumericArray;
import org.jspecify.annotations.Nullable;

/// A job before it stands in shared memory: what to compute, over which arrays.
///
/// @param first the input, or null for jobs that only write
/// @param second the other input of a zip or dot
/// @param out the output, or null for reductions; may be an input itself
/// @param store how results go to memory
/// @param code the user's functions of the work
public record JobSpec(
        Work work,
        @Nullable NumericArray first,
        @Nullable NumericArray second,
        @Nullable NumericArray out,
        Store store,
        Schedule schedule,
        UserCode code) {

    /// The same with other stores.
    public JobSpec store(Store other) {
        return new JobSpec(work, first, second, out, other, schedule, code);
    }

    /// Elements the job goes over.
    public long length() {
        NumericArray shaping = out != null ? out : first;
        return shaping == null ? 0 : shaping.length();
    }

    /// Whether the output is an input too: then blocks are committed one by one.
    public boolean inPlace() {
        return out != null && (sameRange(out, first) || sameRange(out, second));
    }

    /// Whether both stand for the same elements of the same region.
    public static boolean sameRange(NumericArray one, @Nullable NumericArray other) {
        return other != null
                && sameRegion(one, other)
                && one.start() == other.start()
                && one.length() == other.length();
    }

    /// Whether both stand in the same region and share an element.
    public static boolean overlap(NumericArray one, NumericArray other) {
        return sameRegion(one, other)
                && one.start() < other.start() + other.length()
                && other.start() < one.start() + one.length();
    }

    private static boolean sameRegion(NumericArray one, NumericArray other) {
        return one.region().row() == other.region().row()
                && one.region().generation() == other.region().generation();
    }
}
