package io.millrace.engine.internal.recorder;

import io.millrace.engine.internal.job.JobSpec;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.SubmittedJob;
import io.millrace.shm.internal.recorder.FlightRecording;

/// One job over arrays in work, as the Flight Recorder sees it.
public interface RecordedJob {
    /// A job that nobody records.
    RecordedJob NONE = new RecordedJob() {};

    /// A job that is submitted now.
    static RecordedJob begin() {
        return FlightRecording.isOn() ? JobEvent.begun() : NONE;
    }

    /// Says what the job was and how it ended; it is settled and not yet released.
    default void settled(PoolRegion pool, JobSpec spec, SubmittedJob job) {}
}
