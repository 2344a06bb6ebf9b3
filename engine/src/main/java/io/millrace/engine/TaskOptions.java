package io.millrace.engine;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Options of each task of a call. `TaskOptions.defaults().timeout(Duration.ofSeconds(5))`.
///
/// @param timeout how long a task may run before it fails and its worker is replaced; null: without a
///         limit. A worker thread is interrupted instead; the calling thread of a pool without workers
///         is left alone
/// @param maxAttempts how many workers a task may kill before it fails, 1 to 1,023; 0: as many as
///         the pool's options say
/// @param rerun whether a task is run again after its worker died
public record TaskOptions(@Nullable Duration timeout, int maxAttempts, Rerun rerun) {
    private static final int MAX_ATTEMPTS = 1023;
    private static final TaskOptions DEFAULTS = new TaskOptions(null, 0, Rerun.AFTER_DEATH);

    /// @throws IllegalArgumentException when the time-out is not positive or `maxAttempts` is out of range
    public TaskOptions {
        Objects.requireNonNull(rerun, "rerun");
        if (timeout != null && !timeout.isPositive()) {
            throw new IllegalArgumentException(
                    "timeout out of range: timeout=%s; give more than zero, or null for none".formatted(timeout));
        }
        if (maxAttempts < 0 || maxAttempts > MAX_ATTEMPTS) {
            throw new IllegalArgumentException(
                    "maxAttempts out of range: maxAttempts=%,d; give 0 (the pool's) to 1,023".formatted(maxAttempts));
        }
    }

    /// No time-out; a task runs again after a death as often as the pool's options say.
    public static TaskOptions defaults() {
        return DEFAULTS;
    }

    /// With another time that a task may run; null: without a limit.
    ///
    /// @throws IllegalArgumentException when the time-out is not positive
    public TaskOptions timeout(@Nullable Duration timeout) {
        return new TaskOptions(timeout, maxAttempts, rerun);
    }

    /// With another limit of the workers that a task may kill; 0: the pool's.
    ///
    /// @throws IllegalArgumentException when `maxAttempts` is out of range
    public TaskOptions maxAttempts(int maxAttempts) {
        return new TaskOptions(timeout, maxAttempts, rerun);
    }

    /// Whether a task whose worker died is run again.
    public TaskOptions rerun(Rerun rerun) {
        return new TaskOptions(timeout, maxAttempts, rerun);
    }
}
