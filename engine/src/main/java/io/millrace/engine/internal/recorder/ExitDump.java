package io.millrace.engine.internal.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/// What the shutdown hook of the Flight Recorder does, for a JVM that halts without its hooks.
final class ExitDump {
    /// Where the recorder tells its folder. It removes its files with the last recording, but not the folder.
    private static final String FOLDER = "jdk.jfr.repository";

    private ExitDump() {}

    static void run() {
        for (Recording recording : FlightRecorder.getFlightRecorder().getRecordings()) {
            try (recording) {
                write(recording);
            } catch (IOException | RuntimeException notWritten) {
                System.err.println("cannot write the recording at the exit: recording=%s, cause=%s"
                        .formatted(recording.getName(), notWritten.getMessage()));
            }
        }
        removeFolder();
    }

    private static void write(Recording recording) throws IOException {
        if (recording.getDumpOnExit() && recording.getState() == RecordingState.RUNNING) {
            if (recording.getDestination() == null) {
                recording.setDestination(Path.of("hotspot-pid-%s-id-%s.jfr"
                        .formatted(ProcessHandle.current().pid(), recording.getId())));
            }
            recording.stop(); // writes to the destination
        }
    }

    private static void removeFolder() {
        String folder = System.getProperty(FOLDER);
        try {
            if (folder != null) {
                Files.deleteIfExists(Path.of(folder));
            }
        } catch (IOException inUse) {
            // another recording has files there
        }
    }
}
