package io.millrace.engine.internal.array;

import java.util.Arrays;

/// Where a job of medium size runs that is run again and again: in the calling thread, or by workers too. Which
/// is faster depends on what it takes to wake a worker, on the caches, and on how much of the code is compiled by
/// now; so both are tried.
///
/// ```text
///   64 runs at home ──▶ 8 by workers ──▶ the faster one for 64 runs, then a trial of the other one
///                                         after each trial that changes nothing the next one waits twice
///                                         as long, 4,096 runs at most
/// ```
///
/// The code of a place that was not used yet is interpreted at first, and tens of times slower than it will be:
/// each trial that changes nothing makes the next one twice as long too, up to 512 runs, until a trial is no faster
/// than the one before. Then the code is compiled, and trials of 32 runs tell enough: the first ones wait for workers
/// that sleep.
///
/// A place is as fast as the second fastest of its latest eight runs: what delays a run now and then says
/// nothing about the place. Threads use it at once without order: it is a hint.
final class RunPlace {
    private static final int RUNS = 8;
    private static final int FIRST_PAUSE = 64;
    private static final int LAST_PAUSE = 4096;
    private static final int LONGEST_TRIAL = 512;
    private static final int USUAL_TRIAL = 32;

    /// A change must be worth it: both places differ by chance.
    private static final double CLEARLY = 0.9;

    /// A trial that gains this much over the one before ran code that was compiled meanwhile.
    private static final double SLIGHTLY = 0.95;

    private final long[] usual = new long[RUNS];
    private final long[] tried = new long[RUNS];
    private boolean usuallyAtHome = true;
    private int pause = FIRST_PAUSE;
    private int untilTrial = FIRST_PAUSE;
    private int tries;
    private int trialEnd = RUNS;
    private double lastTried = Double.MAX_VALUE;
    private boolean isCompiled;

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
        int seen = tries;
        tried[seen % RUNS] = nanos;
        tries = seen + 1;
        if (seen + 1 >= trialEnd) {
            decide();
        }
    }

    private void decide() {
        tries = 0;
        double now = secondFastest(tried);
        if (now < CLEARLY * secondFastest(usual)) {
            usuallyAtHome = !usuallyAtHome;
            pause = FIRST_PAUSE;
            isCompiled = true;
        } else {
            pause = Math.min(2 * pause, LAST_PAUSE);
            isCompiled |= trialEnd == LONGEST_TRIAL && now > SLIGHTLY * lastTried;
        }
        lastTried = now;
        trialEnd = isCompiled ? USUAL_TRIAL : Math.min(2 * trialEnd, LONGEST_TRIAL);
        untilTrial = pause;
    }

    private static long secondFastest(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[1];
    }
}
