package io.millrace.engine.internal.recorder;

import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.shm.internal.recorder.FlightRecording;

/// The computation of one chunk, as the Flight Recorder sees it.
public interface RecordedChunk {
    /// A chunk that nobody records.
    RecordedChunk NONE = new RecordedChunk() {};

    /// A chunk that the calling thread computes from now on.
    ///
    /// @param job the number of its job
    static RecordedChunk begin(PoolRegion pool, long job, int chunk, int workerSlot) {
        return FlightRecording.isOn() ? ChunkEvent.begun(pool, job, chunk, workerSlot) : NONE;
    }

    /// Says which elements it had and how it ended.
    ///
    /// @param outcome a state of `ChunkTable`
    default void ended(long first, long count, int outcome) {}
}
