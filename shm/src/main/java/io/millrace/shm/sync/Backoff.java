package io.millrace.shm.sync;

/// How a thread that spins looks less and less often: each look takes the cache line away from the processor that is about
/// to change it, and so puts off what it waits for.
///
/// ```java
/// int pauses = Backoff.FIRST;
/// while (!isDone()) {
///     pauses = Backoff.pause(pauses);
/// }
/// ```
public final class Backoff {
    /// For the first call.
    public static final int FIRST = 1;

    /// About a microsecond.
    private static final int MOST = 16;

    private Backoff() {}

    /// Pauses so many times; how many times next.
    public static int pause(int times) {
        for (int time = 0; time < times; time++) {
            Thread.onSpinWait();
        }
        return next(times);
    }

    /// How many times after so many.
    static int next(int times) {
        return Math.min(2 * times, MOST);
    }
}
