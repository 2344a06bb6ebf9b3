package io.millrace.engine.internal.recorder;

import io.millrace.shm.internal.recorder.FlightRecording;

/// A worker that ended although its pool still needed it.
///
/// @param exitCode minus the signal when a signal ended it
/// @param deaths of workers of this pool so far, this one included
public record WorkerDeath(String pool, int workerSlot, long pid, int exitCode, long deaths) {
    /// Tells the Flight Recorder, if it runs.
    public void record() {
        if (FlightRecording.isOn()) {
            WorkerDeathEvent.record(this);
        }
    }
}
