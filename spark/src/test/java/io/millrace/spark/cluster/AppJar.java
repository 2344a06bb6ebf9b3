package io.millrace.spark.cluster;

import io.millrace.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/// The jar of an application, as a user would submit it.
public final class AppJar {
    private AppJar() {}

    /// Writes a jar of these classes of the tests with their nested ones, [FileLatch] and [EventLines].
    public static Path write(Path jar, Class<?>... classes) {
        Set<Class<?>> all = new LinkedHashSet<>(List.of(classes));
        all.addAll(List.of(EventLines.class, FileLatch.class, Await.class));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> type : all) {
                add(out, type);
            }
            return jar;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static void add(JarOutputStream out, Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/');
        String simple = name.substring(name.lastIndexOf('/') + 1);
        Path source = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
        if (Files.isRegularFile(source)) { // a jar of another module's tests
            try (var in = type.getResourceAsStream("/" + name + ".class")) {
                out.putNextEntry(new JarEntry(name + ".class"));
                in.transferTo(out);
            }
            return;
        }
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(source.resolve(name).getParent(), simple + "{,$*}.class")) {
            for (Path file : files) {
                out.putNextEntry(new JarEntry(source.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
    }
}
