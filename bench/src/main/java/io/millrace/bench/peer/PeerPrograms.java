package io.millrace.bench.peer;

import io.millrace.engine.cli.text.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Peer programs in C and Python, unpacked from the jar to a folder of their own. A peer whose compiler or
/// interpreter is not installed has no results.
public final class PeerPrograms implements AutoCloseable {
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    private final Path folder;

    /// @param owner the class whose package has the sources as resources
    /// @param sources file names
    /// @throws UncheckedIOException when the folder cannot be written
    public PeerPrograms(Class<?> owner, String... sources) {
        try {
            folder = Files.createTempDirectory("millrace-peers-");
            for (String source : sources) {
                try (InputStream resource = owner.getResourceAsStream(source)) {
                    if (resource == null) {
                        throw new IllegalStateException("not in the jar: " + source);
                    }
                    Files.copy(resource, folder.resolve(source));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// A program made from one C source; null without a C compiler, or when it does not know the flags.
    public @Nullable Peer c(String source, String... flags) {
        String program = folder.resolve(source.replace(".c", "")).toString();
        List<String> command = new ArrayList<>(List.of("cc", "-std=gnu17", "-pthread"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-o", program, folder.resolve(source).toString()));
        if (output(command, Redirect.INHERIT) == null) {
            missing("no C compiler cc that makes " + source);
            return null;
        }
        return new Peer(List.of(program));
    }

    /// A Python script; null without a Python that has these modules.
    public @Nullable Peer python(String source, String modules) {
        Peer peer = PYTHONS.stream()
                .filter(python -> output(List.of(python, "-c", "import " + modules), Redirect.DISCARD) != null)
                .findFirst()
                .map(python -> new Peer(List.of(python, folder.resolve(source).toString())))
                .orElse(null);
        if (peer == null) {
            missing("no python3 that has " + modules);
        }
        return peer;
    }

    private static void missing(String what) {
        Console.ofSystem().note("%s; this peer is missing".formatted(what));
    }

    /// A command that is run with different arguments.
    public record Peer(List<String> command) {
        /// What it prints, without white space around; null when it has failed.
        public @Nullable String run(Object... arguments) {
            List<String> whole = new ArrayList<>(command);
            Stream.of(arguments).map(Object::toString).forEach(whole::add);
            String output = output(whole, Redirect.INHERIT);
            return output == null ? null : output.strip();
        }
    }

    /// The output of a command; null when it is not installed or has failed.
    private static @Nullable String output(List<String> command, Redirect errors) {
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
            throw new IllegalStateException("interrupted while a peer ran", interrupted);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
