package io.millrace.engine;

import java.io.File;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A class path for which no archive of classes fits, so that the log of a child shows what it loads.
final class NoArchive {
    private NoArchive() {}

    /// This JVM's class path, and one folder more.
    static Path[] classPath(Path more) {
        String[] own = System.getProperty("java.class.path").split(File.pathSeparator);
        return Stream.concat(Stream.of(own).map(Path::of), Stream.of(more)).toArray(Path[]::new);
    }
}
