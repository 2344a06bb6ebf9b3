package io.millrace.engine.pool;

import io.millrace.engine.RemoteConsumer;
import io.millrace.engine.WorkerOutput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One worker JVM, seen from its parent. Its standard input stays open as long as the parent lives:
/// a worker ends when that closes. The last lines of its standard error are kept for the story of
/// its death.
final class WorkerProcess {
    private static final int TAIL_LINES = 40;

    private final Process process;
    private final int seat;
    private final String errorFile;
    private final Deque<String> tail = new ArrayDeque<>();
    private final Thread errorPump;

    WorkerProcess(ProcessBuilder builder, int seat, Path errorFile, RemoteConsumer<String> output) {
        this.seat = seat;
        this.errorFile = errorFile.toString();
        boolean inherit = output == WorkerOutput.INHERIT;
        builder.redirectOutput(inherit ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.PIPE);
        try {
            this.process = builder.start();
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(
                    "cannot start a worker: command=%s, cause=%s; check javaHome and workingDirectory of PoolOptions"
                            .formatted(builder.command().getFirst(), cannotStart.getMessage()),
                    cannotStart);
        }
        this.errorPump = pump("stderr", process.errorReader(StandardCharsets.UTF_8), output, true);
        if (!inherit) {
            pump("stdout", process.inputReader(StandardCharsets.UTF_8), output, false);
        }
    }

    int seat() {
        return seat;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    void kill() {
        process.destroyForcibly();
    }

    /// Waits for its end; kills it when that takes longer.
    void end(long timeoutMillis) {
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(timeoutMillis, TimeUnit.MILLISECONDS)) {
                kill();
                process.waitFor();
            }
        } catch (InterruptedException impatient) {
            interrupted = true;
            kill();
        }
        closeInput();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyClosed) {
            // the worker is gone, and with it the other end
        }
    }

    /// What is known about its end; call it after its exit.
    DeathStory story() {
        try {
            errorPump.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        int code = process.exitValue();
        Path crashLog = Path.of(errorFile.replace("%p", Long.toString(pid())));
        synchronized (tail) {
            return new DeathStory(
                    pid(),
                    code,
                    String.join("\n", tail),
                    Files.exists(crashLog) ? Optional.of(crashLog) : Optional.empty());
        }
    }

    private Thread pump(String name, BufferedReader lines, RemoteConsumer<String> output, boolean keep) {
        return Thread.ofPlatform()
                .daemon()
                .name("millrace-worker-%d-%s".formatted(seat, name))
                .start(() -> forward(lines, output, keep));
    }

    private void forward(BufferedReader lines, RemoteConsumer<String> output, boolean keep) {
        try (lines) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (keep) {
                    remember(line);
                }
                output.accept(line);
            }
        } catch (Exception ended) {
            remember("(output ended: %s)".formatted(ended));
        }
    }

    private void remember(String line) {
        synchronized (tail) {
            if (tail.size() == TAIL_LINES) {
                tail.removeFirst();
            }
            tail.addLast(line);
        }
    }
}
