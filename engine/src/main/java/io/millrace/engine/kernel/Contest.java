package io.millrace.engine.kernel;

/// Which of two ways to do the same work is the faster one: found out by letting them take turns, and
/// watched from then on.
///
/// Threads of one JVM share a contest without order between them: what they miss of each other costs
/// a turn of the slower way, never a result.
final class Contest {
    /// Turns until both ways have been compiled, and some more.
    private static final int OPENING = 1536;

    /// After the opening, how often the slower one gets a turn.
    private static final int PERIOD = 64;

    private static final double WEIGHT = 0.125;

    /// By the class of the function that the work consists of.
    private static final ClassValue<Contest> ALL = new ClassValue<>() {
        @Override
        protected Contest computeValue(Class<?> function) {
            return new Contest();
        }
    };

    private final Average one = new Average();
    private final Average other = new Average();
    private int turns;

    /// The contest of the functions of that one's class.
    static Contest of(Object function) {
        return ALL.get(function.getClass());
    }

    /// One turn.
    ///
    /// @param n elements, all of them by one way
    void run(Turn one, Turn other, int n) {
        int turn = turns++;
        boolean opening = turn >= 0 && turn < OPENING;
        int phase = turn & (PERIOD - 1);
        boolean oneLeads = this.one.nanos <= this.other.nanos;
        boolean oneRuns = opening ? (turn & 1) == 0 : oneLeads != (phase == 0);
        Turn chosen = oneRuns ? one : other;
        if (opening || phase < 2) {
            long begun = System.nanoTime();
            chosen.run();
            (oneRuns ? this.one : this.other).add((double) (System.nanoTime() - begun) / n);
        } else {
            chosen.run();
        }
    }

    /// Some work.
    @FunctionalInterface
    interface Turn {
        void run();
    }

    /// Recent turns count most; one that was interrupted counts twice the usual at most.
    private static final class Average {
        private double nanos;

        void add(double sample) {
            double before = nanos;
            nanos = before == 0 ? sample : before + WEIGHT * (Math.min(sample, 2 * before) - before);
        }
    }
}
