package io.millrace.engine.internal.array;

import io.millrace.engine.internal.job.JobSpec;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.Regions;
import org.jspecify.annotations.Nullable;

/// What is required of the arrays of a job before it is described.
///
/// @param memory the file of the pool
record ArrayChecks(Regions memory) {

    /// Requires that an input, if there is one, is of the pool's file, as long as the output, and apart from it
    /// or the same range.
    void requireInput(@Nullable NumericArray in, String what, NumericArray out) {
        if (in == null) {
            return;
        }
        requireHere(in, what);
        requireSameLength(in, what, out, "out");
        requireWholeOverlap("", in, out);
    }

    /// Requires that an input and an output are the same range, or apart.
    ///
    /// @param path to the input, for the message
    static void requireWholeOverlap(String path, NumericArray in, NumericArray out) {
        if (JobSpec.overlap(in, out) && !JobSpec.sameRange(in, out)) {
            throw new IllegalArgumentException(
                    ("%sinput and output overlap partly: region=%s, in=[%,d, %,d), out=[%,d, %,d); use the same range"
                            + " or two apart")
                            .formatted(
                                    path,
                                    in.name(),
                                    in.start(),
                                    in.start() + in.length(),
                                    out.start(),
                                    out.start() + out.length()));
        }
    }

    /// Requires that an output is of the pool's file and may be written to: C writes to addresses, which no
    /// segment guards, and the workers have the file to write to.
    void requireOutput(NumericArray array, String what) {
        requireHere(array, what);
        Region region = DataAccess.regionOf(array);
        if (region.segment().isReadOnly()) {
            throw new UnsupportedOperationException(
                    "the output was attached read-only: %s=%s, file=%s; open it by SharedMemory.attach"
                            .formatted(what, array.name(), region.memory().file()));
        }
    }

    /// Requires that an array is of the pool's file, and was not dropped.
    void requireHere(NumericArray array, String what) {
        Regions other = DataAccess.regionOf(array).memory();
        if (other != memory && !other.file().equals(memory.file())) {
            throw new IllegalArgumentException(
                    "array of another file: %s=%s, its file=%s, the pool's file=%s; copy it into the pool's file first"
                            .formatted(what, array.name(), other.file(), memory.file()));
        }
        DataAccess.regionOf(array).check();
    }

    /// @param what each of them is for the caller
    static void requireSameLength(NumericArray one, String what, NumericArray other, String otherWhat) {
        if (one.length() != other.length()) {
            throw new IllegalArgumentException(
                    "lengths differ: %s=%s has %,d elements, %s=%s has %,d; take slices of equal length"
                            .formatted(what, one.name(), one.length(), otherWhat, other.name(), other.length()));
        }
    }
}
