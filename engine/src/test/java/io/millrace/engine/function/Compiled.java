package io.millrace.engine.function;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/// Classes made while the test runs, of sources that stand in it.
final class Compiled {
    private Compiled() {}

    /// Compiles `sources`, pairs of a file's path and its text, into `target`.
    static void into(Path target, List<String> options, String... sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        List<Path> files = new ArrayList<>();
        try {
            for (int index = 0; index < sources.length; index += 2) {
                Path file = target.resolve("src").resolve(sources[index]);
                Files.createDirectories(file.getParent());
                files.add(Files.writeString(file, sources[index + 1]));
            }
            List<String> all = new ArrayList<>(List.of("-proc:none", "-d", target.toString()));
            all.addAll(options);
            try (var manager = compiler.getStandardFileManager(said, null, null)) {
                boolean made = compiler.getTask(
                                null, manager, said, all, null, manager.getJavaFileObjectsFromPaths(files))
                        .call();
                if (!made) {
                    throw new AssertionError(said.getDiagnostics().stream()
                            .filter(line -> line.getKind() == Diagnostic.Kind.ERROR)
                            .toList());
                }
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /// Where a class was loaded from: a folder or a jar.
    static Path home(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /// Puts what that class was loaded from into `modules` as a jar of this name.
    static void asModule(Class<?> type, String name, Path modules) {
        Path home = home(type);
        Path jar = modules.resolve(name + ".jar");
        if (Files.isDirectory(home)) {
            String[] command = {"--create", "--file", jar.toString(), "-C", home.toString(), "."};
            int code = java.util.spi.ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, command);
            if (code != 0) {
                throw new AssertionError("jar " + Arrays.toString(command) + " said " + code);
            }
        } else {
            try {
                Files.copy(home, jar);
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
        }
    }
}
