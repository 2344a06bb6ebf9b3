package io.millrace.engine;

import io.millrace.ckernel.CLibrary;
import io.millrace.shm.SharedMemory;
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
import org.agrona.concurrent.UnsafeBuffer;

/// Compiles classes from sources in the test.
public final class Compiled {
    private Compiled() {}

    /// Compiles `sources`, pairs of a file's path and its text, into `target`.
    public static void into(Path target, List<String> options, String... sources) {
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

    /// The folder or jar from which a class was loaded.
    public static Path home(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /// Lays the modules of Millrace, and Agrona, which they require, into the folder `modules`.
    public static void modulesInto(Path modules) {
        asModule(SharedMemory.class, "io.millrace.shm", modules);
        asModule(CLibrary.class, "io.millrace.ckernel", modules);
        asModule(Pool.class, "io.millrace.engine", modules);
        asModule(UnsafeBuffer.class, "org.agrona", modules);
    }

    /// Copies the folder or jar of a class into `modules` as a jar with this name.
    public static void asModule(Class<?> type, String name, Path modules) {
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
