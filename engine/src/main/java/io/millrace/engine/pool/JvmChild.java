package io.millrace.engine.pool;

import io.millrace.engine.RemoteConsumer;
import io.millrace.engine.WorkerOutput;
import io.millrace.engine.worker.Offspring;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One child JVM, seen from its parent. Its standard input stays open as long as the parent lives:
/// the child ends when that closes. The last lines of its standard error are kept for the story of
/// its death.
public final class JvmChild {
    private static final int TAIL_LINES = 40;

    /// A grandchild may hold the other ends of what the child writes to.
    private static final Duration LAST_LINES = Duration.ofSeconds(1);

    private final Process process;
    private final String name;
    private final String errorFile;
    private final Deque<String> tail = new ArrayDeque<>();
    private final Thread errorPump;
    private final @Nullable Thread outputPump;
    private final CompletableFuture<JvmChild> exit = new CompletableFuture<>();
    private final Runnable farewell = this::closeInput;

    JvmChild(ProcessBuilder builder, String name, Path errorFile, RemoteConsumer<String> output) {
        Offspring.requireStaying();
        this.name = name;
        this.errorFile = errorFile.toString();
        boolean inherit = output == WorkerOutput.INHERIT;
        builder.redirectOutput(inherit ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.PIPE);
        try {
            this.process = builder.start();
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(
                    "cannot start a child JVM: command=%s, cause=%s; check javaHome and workingDirectory of the options"
                            .formatted(builder.command().getFirst(), cannotStart.getMessage()),
                    cannotStart);
        }
        this.errorPump = pump("stderr", process.errorReader(StandardCharsets.UTF_8), output, true);
        this.outputPump = inherit ? null : pump("stdout", process.inputReader(StandardCharsets.UTF_8), output, false);
        Offspring.add(farewell);
        Thread.ofPlatform().daemon().name("millrace-%s-exit".formatted(name)).start(this::awaitExit);
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public ProcessHandle toHandle() {
        return process.toHandle();
    }

    /// Where it reads from; it ends when this is closed.
    public OutputStream input() {
        return process.getOutputStream();
    }

    /// Completed by a thread of its own: `Process.onExit` is completed by the common pool, which may be
    /// full of those who wait for what this very child was to do.
    public CompletableFuture<JvmChild> onExit() {
        return exit;
    }

    private void awaitExit() {
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException nobodys) {
                // goes on waiting: the thread is known to nobody
            }
        }
        Offspring.remove(farewell);
        exit.complete(this);
    }

    /// Asks it to end, by SIGTERM. Its streams stay open, unlike with `Process.destroy`: it still has
    /// something to say.
    public void terminate() {
        process.toHandle().destroy();
    }

    public void kill() {
        process.toHandle().destroyForcibly();
    }

    /// Waits until it has ended and all it said has been passed on.
    ///
    /// @return whether it has ended
    public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
        if (!process.waitFor(timeout, unit)) {
            return false;
        }
        errorPump.join(LAST_LINES);
        if (outputPump != null) {
            outputPump.join(LAST_LINES);
        }
        return true;
    }

    /// Waits for its end; kills it when that takes longer.
    public void end(long timeoutMillis) {
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
            // the child is gone, and with it the other end
        }
    }

    /// What it ended with, minus the signal when one ended it; call it after its exit.
    public int exitCode() {
        return DeathStory.reported(process.exitValue());
    }

    /// What is known about its end; call it after its exit.
    public DeathStory story() {
        try {
            errorPump.join(LAST_LINES);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        Path crashLog = Path.of(errorFile.replace("%p", Long.toString(pid())));
        return new DeathStory(
                pid(),
                process.exitValue(),
                errorTail(),
                Files.exists(crashLog) ? Optional.of(crashLog) : Optional.empty());
    }

    /// The last lines of its standard error so far.
    public String errorTail() {
        synchronized (tail) {
            return String.join("\n", tail);
        }
    }

    private Thread pump(String stream, BufferedReader text, RemoteConsumer<String> output, boolean keep) {
        return Thread.ofPlatform()
                .daemon()
                .name("millrace-%s-%s".formatted(name, stream))
                .start(() -> forward(text, output, keep));
    }

    private void forward(BufferedReader text, RemoteConsumer<String> output, boolean keep) {
        try (text) {
            Lines lines = new Lines(text);
            for (String line = lines.next(); line != null; line = lines.next()) {
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
