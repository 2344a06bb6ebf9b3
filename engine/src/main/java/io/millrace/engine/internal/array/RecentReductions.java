package io.millrace.engine.internal.array;

import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.data.NumericArray;
import org.jspecify.annotations.Nullable;

/// The latest built-in reductions of a pool, as prepared jobs: one that is run again is not checked and described
/// again. A new program, whose code is interpreted, spends most of a small job on that.
///
/// A function of the user may have changed what it captured, so its reductions are not kept. Threads race for the
/// places without order: who loses describes its job again.
final class RecentReductions {
    private static final int KEPT = 4;

    private final @Nullable Entry[] entries = new Entry[KEPT];
    private int next;

    private record Entry(NumericArray in, @Nullable Object function, Reduction how, PreparedJob job) {}

    /// The job of that array, function and reduction: the same objects; null when it is not kept.
    ///
    /// @param function maps the elements before; null for none
    @Nullable PreparedJob find(NumericArray in, @Nullable Object function, Reduction how) {
        for (Entry entry : entries) {
            if (entry != null && entry.in == in && entry.function == function && entry.how == how) {
                return entry.job;
            }
        }
        return null;
    }

    /// Keeps a job instead of the one that was kept first, unless it calls functions of the user.
    void keep(NumericArray in, @Nullable Object function, Reduction how, PreparedJob job) {
        if (job.spec().code().isEmpty()) {
            int place = next;
            entries[place] = new Entry(in, function, how, job);
            next = (place + 1) % KEPT;
        }
    }
}
