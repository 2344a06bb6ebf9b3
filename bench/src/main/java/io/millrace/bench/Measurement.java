package io.millrace.bench;

/// One line of the report, and one object of its `--json` form.
///
/// @param comparison which contenders it was run in turns with
/// @param gigabytesPerSecond bytes moved at least, by the best time; 1 GB = 10⁹ bytes
/// @param speedByMedian the reference's median time divided by this one's: 1 for the reference itself
/// @param speedByBest the same of the best times
record Measurement(
        String comparison,
        String name,
        Times times,
        double gigabytesPerSecond,
        double speedByMedian,
        double speedByBest) {
    private static final double GIGABYTE = 1e9;

    static Measurement of(Comparison comparison, Contender contender, Times times, Times reference) {
        return new Measurement(
                comparison.title(),
                contender.name(),
                times,
                contender.bytes() / times.bestSeconds() / GIGABYTE,
                reference.medianSeconds() / times.medianSeconds(),
                reference.bestSeconds() / times.bestSeconds());
    }
}
