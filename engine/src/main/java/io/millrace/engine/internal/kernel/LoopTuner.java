package io.millrace.engine.internal.kernel;

/// Finds out which of two loops for the same work is faster: it lets them take turns, times both,
/// and keeps watching afterwards.
///
/// The threads of one JVM share a tuner without synchronization. A race between them costs a turn
/// of the slower loop at most, and never changes a result.
public final class LoopTuner {
    /// For so many elements both loops alternate: until both have been compiled, and some more.
    private static final long TRIAL_ELEMENTS = 6L << 20;

    /// After these, the slower loop gets one turn of this many.
    private static final int TURNS_PER_RETRY = 64;

    private static final double WEIGHT_OF_LATEST = 0.125;

    /// The tuners, by the class of the function that the work calls.
    private static final ClassValue<LoopTuner> ALL = new ClassValue<>() {
        @Override
        protected LoopTuner computeValue(Class<?> function) {
            return new LoopTuner();
        }
    };

    private final Average one = new Average();
    private final Average other = new Average();
    private int turns;
    private long elements;

    /// The tuner for all functions of the class of `function`.
    public static LoopTuner of(Object function) {
        return ALL.get(function.getClass());
    }

    /// Runs one of both loops.
    ///
    /// @param n number of elements that the chosen loop computes
    public void run(Turn one, Turn other, int n) {
        int turn = turns++;
        boolean trial = elements < TRIAL_ELEMENTS;
        if (trial) {
            elements += n;
        }
        int phase = turn & (TURNS_PER_RETRY - 1);
        boolean oneLeads = this.one.nanos <= this.other.nanos;
        boolean oneRuns = trial ? (turn & 1) == 0 : oneLeads != (phase == 0);
        Turn chosen = oneRuns ? one : other;
        if (trial || phase < 2) {
            long begun = System.nanoTime();
            chosen.run();
            (oneRuns ? this.one : this.other).add((double) (System.nanoTime() - begun) / n);
        } else {
            chosen.run();
        }
    }

    /// One of both loops, with its operands.
    @FunctionalInterface
    public interface Turn {
        void run();
    }

    /// The average time of recent turns, weighted towards the latest. A turn that took longer,
    /// because its thread was interrupted, counts as twice the average at most.
    private static final class Average {
        private double nanos;

        void add(double sample) {
            double before = nanos;
            nanos = before == 0 ? sample : before + WEIGHT_OF_LATEST * (Math.min(sample, 2 * before) - before);
        }
    }
}
