package io.millrace.engine.internal.array;

import io.millrace.engine.internal.job.Partials;
import java.util.function.BooleanSupplier;

/// Makes the result of a finished job from the partials of its chunks.
///
/// @param <R> what the job gives
@FunctionalInterface
interface JobResult<R> {
    /// @param unwanted whether the result is no longer wanted; asked again and again while the thread waits
    R of(Partials partials, BooleanSupplier unwanted);
}
