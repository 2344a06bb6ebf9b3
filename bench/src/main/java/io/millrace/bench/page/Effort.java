package io.millrace.bench.page;

import java.util.List;
import java.util.stream.LongStream;

/// How much is measured for a page.
///
/// @param elements doubles of the largest array
/// @param workers workers of the largest pool
/// @param seconds time of one measurement
/// @param kills processes that are killed for each kind of object; 0: one lock alone, once
record Effort(long elements, int workers, double seconds, int kills) {
    private static final long FEWEST_ELEMENTS = 1_000;

    /// What only shows that everything runs.
    static Effort quick() {
        return new Effort(10 * FEWEST_ELEMENTS, 1, 0.01, 0);
    }

    /// Lengths of arrays: powers of ten from 1,000, and the largest.
    List<Long> sizes() {
        return LongStream.concat(
                        LongStream.iterate(FEWEST_ELEMENTS, size -> size < elements, size -> 10 * size),
                        LongStream.of(elements))
                .boxed()
                .toList();
    }

    /// Workers of pools: powers of two from 1, and the largest.
    List<Integer> crews() {
        return LongStream.concat(
                        LongStream.iterate(1, crew -> crew < workers, crew -> 2 * crew), LongStream.of(workers))
                .mapToObj(Math::toIntExact)
                .toList();
    }
}
