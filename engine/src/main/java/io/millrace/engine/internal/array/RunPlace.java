package io.millrace.engine.internal.array;

import java.util.Arrays;

/// Where a job of medium size runs that is run again and again: in the calling thread, or by workers too. Which
/// is faster depends on what it takes to wake a worker, on the caches, and on how much of the code is compiled by
/// now; so both are tried.
///
/// ```text
///   64 runs at home ──▶ 8 by workers ──▶ the faster one for 64 runs, then 8 of the other one
///                                         after each trial that changes nothing the next one waits twice
///                                         as long, 4,096 runs at most
/// ```
///
/// A place is as fast as the second fastest of its latest eight runs: what delays a run now and then says
/// nothing about the place. Threads use it at once without order: it is a hint.
final class RunPlace {
    private static final int RUNS = 8;
    private static final int FIRST_PAUSE = 64;
    private static final int LAST_PAUSE = 4096;

    /// A change must be worth it: both places differ by chance.
    private static final double CLEARLY = 0.9;

    private final long[] usual = new long[RUNS];
    private final long[] tried = new long[RUNS];
    private boolean usuallyAtHome = true;
    private int pause = FIRST_PAUSE;
    private int untilTrial = FIRST_PAUSE;
    private int trials;

    /// Whether the next run is one for the calling thread.
    boolean isAtHome() {
        return usuallyAtHome == untilTrial > 0;
    }

    /// A run has ended that [#isAtHome] placed. Reads each count once: another thread may change it between two
    /// reads, below zero too.
    void took(long nanos) {
        int left = untilTrial;
        if (left > 0) {
            usual[left % RUNS] = nanos;
            untilTrial = left - 1;
            return;
        }
        int trial = trials;
        tried[trial % RUNS] = nanos;
        trials = trial + 1;
        if (trial + 1 >= RUNS) {
            decide();
        }
    }

    private void decide() {
        trials = 0;
        if (secondFastest(tried) < CLEARLY * secondFastest(usual)) {
            usuallyAtHome = !usuallyAtHome;
            pause = FIRST_PAUSE;
        } else {
            pause = Math.min(2 * pause, LAST_PAUSE);
        }
        untilTrial = pause;
    }

    private static long secondFastest(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[1];
    }
}
