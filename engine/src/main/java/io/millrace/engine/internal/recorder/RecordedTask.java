package io.millrace.engine.internal.recorder;

import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.shm.internal.recorder.FlightRecording;
import org.jspecify.annotations.Nullable;

/// The run of one object task, as the Flight Recorder sees it.
public interface RecordedTask {
    /// A task that nobody records.
    RecordedTask NONE = new RecordedTask() {};

    /// A task that the calling thread runs from now on.
    ///
    /// @param batch the number of its batch
    /// @param item its index in the batch
    static RecordedTask begin(PoolRegion pool, long batch, int item, Class<?> function) {
        return FlightRecording.isOn() ? TaskEvent.begun(pool, batch, item, function) : NONE;
    }

    /// Ends the run.
    ///
    /// @param thrown the failure; null when there is none
    default void ended(@Nullable Throwable thrown) {}
}
