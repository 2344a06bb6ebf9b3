package io.millrace.engine.internal.recorder;

import io.millrace.shm.internal.recorder.FlightRecording;

/// The recordings of a JVM that halts: a halt runs no shutdown hooks, that of the Flight Recorder neither.
public final class Recordings {
    private Recordings() {}

    /// Writes the recordings that are to be written at the exit, and removes what the recorder keeps on disk.
    public static void end() {
        if (FlightRecording.isOn()) {
            ExitDump.run();
        }
    }
}
