package io.millrace.engine.cli.squares;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// The time of a step that ran several times. Its first run meets a program that has just started, whose workers
/// may still be starting, and fresh memory; the others are what the step takes from then on.
///
/// @param first seconds of the first run
/// @param median seconds, without the first run if there are others
/// @param fastest seconds of one of the same runs
record Timing(double first, double median, double fastest) {

    /// Runs `step` several times; `before` gets the number of each run, from 0 on, before it, and is not timed.
    static Timing of(int repeat, IntConsumer before, Runnable step) {
        double[] seconds = new double[repeat];
        for (int run = 0; run < repeat; run++) {
            before.accept(run);
            long start = System.nanoTime();
            step.run();
            seconds[run] = (System.nanoTime() - start) * 1e-9;
        }
        return of(seconds);
    }

    static Timing of(double... seconds) {
        double[] sorted = seconds.length == 1 ? seconds : Arrays.copyOfRange(seconds, 1, seconds.length);
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Timing(seconds[0], median, sorted[0]);
    }

    /// Gigabytes (10^9 bytes) per second in that fastest run; 0 when its time is 0.
    double gigabytesPerSecond(long byteSize) {
        return fastest > 0 ? byteSize * 1e-9 / fastest : 0;
    }
}
