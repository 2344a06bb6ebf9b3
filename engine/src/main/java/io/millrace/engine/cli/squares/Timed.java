package io.millrace.engine.cli.squares;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/// The result and the time of a step.
///
/// @param result result of the last run
record Timed<R>(R result, Timing timing) {

    /// As [Timing#of(int, IntConsumer, Runnable)].
    static <R> Timed<R> of(int repeat, IntConsumer before, Supplier<R> step) {
        List<R> results = new ArrayList<>();
        Timing timing = Timing.of(repeat, before, () -> results.add(step.get()));
        return new Timed<>(results.getLast(), timing);
    }
}
