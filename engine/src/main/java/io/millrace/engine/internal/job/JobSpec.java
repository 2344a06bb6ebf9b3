package io.millrace.engine.internal.job;

import io.millrace.engine.Schedule;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.shm.internal.region.Region;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A job before it is written to shared memory: what to compute, over which arrays.
///
/// @param first the input, or null for jobs that only write
/// @param second the second input of a zip or dot
/// @param third the third input of a zip of three
/// @param inputs of an expression, instead of the three; else empty
/// @param out the output, or null for reductions; may be an input itself
/// @param store how results are written to memory
/// @param code the functions of the user in the work
/// @param starts the chunks of a scan; null for other jobs, which are cut by [ChunkPlan]
public record JobSpec(
        Work work,
        @Nullable NumericArray first,
        @Nullable NumericArray second,
        @Nullable NumericArray third,
        List<NumericArray> inputs,
        @Nullable NumericArray out,
        Store store,
        Schedule schedule,
        UserCode code,
        @Nullable ScanStarts starts) {
    private static final long LONG = 32L << 20;
    private static final long LONG_AND_EXPENSIVE = 4L << 20;

    /// A job other than a zip of three or a scan.
    public JobSpec(
            Work work,
            @Nullable NumericArray first,
            @Nullable NumericArray second,
            List<NumericArray> inputs,
            @Nullable NumericArray out,
            Store store,
            Schedule schedule,
            UserCode code) {
        this(work, first, second, null, inputs, out, store, schedule, code, null);
    }

    /// The same job with another `store`.
    public JobSpec store(Store other) {
        return new JobSpec(work, first, second, third, inputs, out, other, schedule, code, starts);
    }

    /// The same job with these chunks.
    public JobSpec starts(ScanStarts chunks) {
        return new JobSpec(work, first, second, third, inputs, out, store, schedule, code, chunks);
    }

    /// Requires that no array was dropped.
    ///
    /// @throws io.millrace.shm.RegionDroppedException one was dropped
    public void requireThere() {
        requireThere(first);
        requireThere(second);
        requireThere(third);
        requireThere(out);
        inputs.forEach(JobSpec::requireThere);
    }

    private static void requireThere(@Nullable NumericArray array) {
        if (array != null) {
            DataAccess.regionOf(array).check();
        }
    }

    /// How many elements the job computes.
    public long length() {
        NumericArray shaping = out != null ? out : first;
        if (shaping == null && !inputs.isEmpty()) {
            shaping = inputs.getFirst();
        }
        return shaping == null ? 0 : shaping.length();
    }

    /// Whether one process alone would compute for tens of milliseconds.
    public boolean isLong() {
        return length() >= (work.isExpensive() ? LONG_AND_EXPENSIVE : LONG);
    }

    /// Whether the output is also an input: then blocks are committed one by one.
    public boolean inPlace() {
        return out != null
                && (sameRange(out, first) || sameRange(out, second) || sameRange(out, third) || isInput(out));
    }

    private boolean isInput(NumericArray array) {
        for (NumericArray input : inputs) {
            if (sameRange(array, input)) {
                return true;
            }
        }
        return false;
    }

    /// Whether both are the same elements of the same region.
    public static boolean sameRange(NumericArray one, @Nullable NumericArray other) {
        return other != null
                && sameRegion(one, other)
                && one.start() == other.start()
                && one.length() == other.length();
    }

    /// Whether both are in the same region and share an element.
    public static boolean overlap(NumericArray one, NumericArray other) {
        return sameRegion(one, other)
                && one.start() < other.start() + other.length()
                && other.start() < one.start() + one.length();
    }

    private static boolean sameRegion(NumericArray one, NumericArray other) {
        Region region = DataAccess.regionOf(one);
        Region otherRegion = DataAccess.regionOf(other);
        return region.row() == otherRegion.row() && region.generation() == otherRegion.generation();
    }
}
