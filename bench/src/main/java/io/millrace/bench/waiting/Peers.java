package io.millrace.bench.waiting;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The programs in C and Python, unpacked to a folder and compiled there.
final class Peers implements AutoCloseable {
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    private final Path folder;
    private final boolean compiled;
    private final @Nullable String python;

    Peers() {
        try {
            folder = Files.createTempDirectory("millrace-peers-");
            unpack("peers.c");
            unpack("queue_peer.py");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        compiled = call(List.of("cc", "-std=gnu17", "-O2", "-pthread", "-o", file("peers"), file("peers.c"))) != null;
        python = PYTHONS.stream()
                .filter(candidate -> call(List.of(candidate, "-c", "import multiprocessing")) != null)
                .findFirst()
                .orElse(null);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void unpack(String name) throws IOException {
        try (InputStream resource = Peers.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("not in the jar: " + name);
            }
            Files.copy(resource, folder.resolve(name));
        }
    }

    /// What the C program says; null without a C compiler.
    @Nullable Double c(String what, long number) {
        return compiled ? number(call(List.of(file("peers"), what, Long.toString(number)))) : null;
    }

    /// Objects a second through `multiprocessing.Queue`; null without Python.
    @Nullable Double python(long count) {
        return python == null ? null : number(call(List.of(python, file("queue_peer.py"), Long.toString(count))));
    }

    private static @Nullable Double number(@Nullable String output) {
        return output == null ? null : Double.valueOf(output.strip());
    }

    /// Null when it is not installed or failed.
    private static @Nullable String call(List<String> command) {
        try {
            Process process = JavaCommand.start(command);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? output : null;
        } catch (UncheckedIOException missing) {
            return null;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a peer ran", interrupted);
        }
    }

    @Override
    public void close() {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
