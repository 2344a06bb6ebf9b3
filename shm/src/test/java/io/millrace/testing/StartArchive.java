package io.millrace.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// From what the JVMs that a test starts take their classes: an archive of them (CDS) in `target`, which halves the
/// processor time of a start.
///
/// An archive goes with jars alone. Failsafe's class path is the module's jar, what it depends on, and the folder of
/// its test classes, for which their jar stands in. It is made by whoever needs it first, by a JVM that runs all
/// [Rehearsal]s; others wait for that. Where there is no such class path (unit tests, an editor) or no archive can be
/// made, JVMs start as they always did.
///
/// @param classPath what to start JVMs with
/// @param flags and with which flags
public record StartArchive(String classPath, List<String> flags) {
    /// Fixed, so that a build can name it.
    private static final Path ARCHIVE = Path.of("target", "child-jvms.jsa").toAbsolutePath();

    private static final Path TEST_CLASSES = Path.of("target", "test-classes").toAbsolutePath();
    private static final int SECONDS_TO_MAKE = 60;

    /// One for all tests of this JVM.
    private static final StartArchive OWN = find(System.getProperty("java.class.path"));

    /// Of this JVM's class path; made if it is not there.
    public static StartArchive own() {
        return OWN;
    }

    private static StartArchive find(String classPath) {
        try {
            List<Path> entries = Stream.of(classPath.split(File.pathSeparator)).map(Path::of).toList();
            List<Path> jars = new ArrayList<>();
            for (Path entry : entries) {
                jars.add(entry.toAbsolutePath().equals(TEST_CLASSES) ? testJar() : entry);
            }
            String path = String.join(File.pathSeparator, jars.stream().map(Path::toString).toList());
            if (jars.stream().allMatch(Files::isRegularFile) && isMade(path, contents(jars))) {
                // the JVM tells on standard output that flags differ from those of the JDK's own archive
                return new StartArchive(path, List.of("-XX:SharedArchiveFile=" + ARCHIVE, "-Xlog:cds*=off"));
            }
        } catch (IOException | UncheckedIOException cannotBeMade) {
            System.err.println("JVMs of tests start without an archive of their classes: " + cannotBeMade);
        }
        return new StartArchive(classPath, List.of());
    }

    private static Path testJar() throws IOException {
        try (Stream<Path> files = Files.list(TEST_CLASSES.getParent())) {
            return files.filter(file -> file.toString().endsWith("-tests.jar")).findFirst().orElse(TEST_CLASSES);
        }
    }

    /// By what the JVM, too, sees that a jar is another one.
    private static String contents(List<Path> jars) throws IOException {
        List<String> lines = new ArrayList<>(List.of(Runtime.version().toString()));
        for (Path jar : jars) {
            lines.add("%s %d %s".formatted(jar, Files.size(jar), Files.getLastModifiedTime(jar)));
        }
        return String.join("\n", lines);
    }

    /// One process at a time; the others find it made.
    private static boolean isMade(String classPath, String contents) throws IOException {
        Path list = beside(".list");
        try (FileChannel lock = FileChannel.open(beside(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = lock.lock()) {
            if (!Files.exists(list) || !Files.readString(list).equals(contents)) {
                Files.deleteIfExists(list);
                Files.deleteIfExists(ARCHIVE);
                make(classPath);
                Files.writeString(list, contents);
            }
            return Files.exists(ARCHIVE);
        }
    }

    private static Path beside(String ending) {
        return ARCHIVE.resolveSibling(ARCHIVE.getFileName() + ending);
    }

    private static void make(String classPath) throws IOException {
        Path archive = beside(".new");
        Path log = beside(".log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:ArchiveClassesAtExit=" + archive,
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath,
                        StartRehearsal.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(SECONDS_TO_MAKE, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("cannot make " + ARCHIVE + "; see " + log);
            }
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        } finally {
            process.destroyForcibly();
        }
        Files.move(archive, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
    }
}
