package io.millrace.engine;

import io.millrace.shm.data.DoubleArray;
import org.jspecify.annotations.Nullable;

/// What a pool does with ranges of indices, as object tasks.
public sealed interface RangeJobs permits Pool {

    /// Runs `body` over parts of the range that together are all of it: any code over arrays that it
    /// captured.
    ///
    /// A part runs at least once; when its worker dies, again. So let it write its results, not add
    /// to what is there: what it had added before the death would count twice.
    default void forRanges(long from, long to, RangeBody body) {
        RangeTasks.forRanges(Tasks.of(this), from, to, body).result();
    }

    /// [#forRanges] without waiting.
    default Job<@Nullable Void> forRangesAsync(long from, long to, RangeBody body) {
        return RangeTasks.forRanges(Tasks.of(this), from, to, body).job();
    }

    /// Puts all elements into containers of the collector's, in the workers, and combines these in
    /// the order of the elements. How the array is cut depends on its length alone, so the result is
    /// the same for any number of workers.
    default <A> A collect(DoubleArray in, DoubleCollector<A> collector) {
        return RangeTasks.collect(Tasks.of(this), in, collector).result();
    }

    /// [#collect] without waiting.
    default <A> Job<A> collectAsync(DoubleArray in, DoubleCollector<A> collector) {
        return RangeTasks.collect(Tasks.of(this), in, collector).job();
    }

    /// How many elements lie in each of `bins` parts of equal width of `lo` to `hi`. Each part holds
    /// its lower edge, the last one `hi` too; elements outside and NaN are not counted.
    default long[] histogram(DoubleArray in, double lo, double hi, int bins) {
        return collect(in, new Histogram(lo, hi, bins));
    }

    /// [#histogram] without waiting.
    default Job<long[]> histogramAsync(DoubleArray in, double lo, double hi, int bins) {
        return collectAsync(in, new Histogram(lo, hi, bins));
    }
}
