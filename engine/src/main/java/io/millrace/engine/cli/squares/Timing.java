package io.millrace.engine.cli.squares;

import java.util.Arrays;

/// The time of a step that ran several times.
///
/// @param median seconds
/// @param fastest seconds
record Timing(double median, double fastest) {

    /// Runs `step` several times; `before` runs before each run and is not timed.
    static Timing of(int repeat, Runnable before, Runnable step) {
        double[] seconds = new double[repeat];
        for (int round = 0; round < repeat; round++) {
            before.run();
            long start = System.nanoTime();
            step.run();
            seconds[round] = (System.nanoTime() - start) * 1e-9;
        }
        return of(seconds);
    }

    static Timing of(double... seconds) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Timing(median, sorted[0]);
    }

    /// Gigabytes (10^9 bytes) per second in the fastest run; 0 when its time is 0.
    double gigabytesPerSecond(long byteSize) {
        return fastest > 0 ? byteSize * 1e-9 / fastest : 0;
    }
}
