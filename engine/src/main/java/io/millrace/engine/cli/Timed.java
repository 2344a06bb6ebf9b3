package io.millrace.engine.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What a step gave, and how long it took.
///
/// @param result of its last run
record Timed<R>(R result, Timing timing) {

    /// Runs `step` so often; `before` runs ahead of each, not timed.
    static <R> Timed<R> of(int repeat, Runnable before, Supplier<R> step) {
        List<R> results = new ArrayList<>();
        Timing timing = Timing.of(repeat, before, () -> results.add(step.get()));
        return new Timed<>(results.getLast(), timing);
    }
}
