package io.millrace.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Python's `multiprocessing.Pool`, in a script that is unpacked to a folder.
final class PythonPool implements AutoCloseable {
    private static final String SCRIPT = "pool_peer.py";
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    private final Path script;
    private final @Nullable String python;

    PythonPool() {
        try (InputStream resource = PythonPool.class.getResourceAsStream(SCRIPT)) {
            if (resource == null) {
                throw new IllegalStateException("not in the jar: " + SCRIPT);
            }
            script = Files.createTempDirectory("millrace-python-").resolve(SCRIPT);
            Files.copy(resource, script);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        python = PYTHONS.stream()
                .filter(candidate -> call(List.of(candidate, "-c", "import multiprocessing, numpy"), Redirect.DISCARD) != null)
                .findFirst()
                .orElse(null);
    }

    /// Seconds for each of `count`; null without a Python that has numpy.
    @Nullable Double seconds(String what, int workers, long count) {
        if (python == null) {
            return null;
        }
        List<String> command =
                List.of(python, script.toString(), what, Integer.toString(workers), Long.toString(count));
        String output = call(command, Redirect.INHERIT);
        return output == null ? null : Double.valueOf(output.strip());
    }

    /// What the command prints; null when it is not installed or failed.
    private static @Nullable String call(List<String> command, Redirect errors) {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectError(errors).start();
        } catch (IOException missing) {
            return null;
        }
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? output : null;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Python ran", interrupted);
        }
    }

    @Override
    public void close() {
        try {
            Files.delete(script);
            Files.delete(script.getParent());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
