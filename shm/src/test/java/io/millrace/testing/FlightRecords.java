package io.millrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/// A recording of this JVM's own events of Millrace: all that happen, however short.
public final class FlightRecords implements AutoCloseable {
    private static final String PREFIX = "io.millrace.";

    private final Recording recording = new Recording();

    /// Begins to record the events of these names, such as `Wait`.
    public FlightRecords(String... events) {
        for (String event : events) {
            recording.enable(PREFIX + event).withoutThreshold();
        }
        recording.start();
    }

    /// The events so far that have that name, in the order in which they ended.
    public List<RecordedEvent> events(String name) {
        try {
            Path file = Files.createTempFile("millrace", ".jfr");
            try {
                recording.dump(file);
                return of(file, name);
            } finally {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The events of a file that have that name, in the order in which they ended.
    public static List<RecordedEvent> of(Path file, String name) throws IOException {
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(PREFIX + name))
                .sorted(Comparator.comparing(RecordedEvent::getEndTime))
                .toList();
    }

    /// The values of some fields of an event, with a space between them.
    public static String values(RecordedEvent event, String... fields) {
        return Arrays.stream(fields)
                .map(field -> String.valueOf(event.<Object>getValue(field)))
                .collect(Collectors.joining(" "));
    }

    @Override
    public void close() {
        recording.close();
    }
}
