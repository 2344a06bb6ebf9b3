package io.millrace.bench;

/// One line of the report, and one object of its `--json` form.
///
/// @param comparison title of its comparison
/// @param gigabytesPerSecond bytes of the contender divided by the best time; 1 GB = 10⁹ bytes
/// @param speedByMedian median time of the reference divided by the median time of this contender;
///         1 for the reference
/// @param speedByBest the same for the best times
record Measurement(
        String comparison,
        String name,
        Times times,
        double gigabytesPerSecond,
        double speedByMedian,
        double speedByBest) {
    private static final double BYTES_PER_GIGABYTE = 1e9;

    static Measurement of(Comparison comparison, Contender contender, Times times, Times reference) {
        return new Measurement(
                comparison.title(),
                contender.name(),
                times,
                contender.bytes() / times.bestSeconds() / BYTES_PER_GIGABYTE,
                reference.medianSeconds() / times.medianSeconds(),
                reference.bestSeconds() / times.bestSeconds());
    }
}
