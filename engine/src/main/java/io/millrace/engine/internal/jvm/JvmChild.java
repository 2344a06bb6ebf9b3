package io.millrace.engine.internal.jvm;

import io.millrace.engine.RemoteConsumer;
import io.millrace.engine.WorkerOutput;
import io.millrace.engine.internal.worker.ChildProcesses;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A child JVM as its parent sees it. The parent keeps the child's standard input open as long as
/// the parent lives; the child exits when its standard input closes.
///
/// The parent keeps the last lines of the child's standard error for the [ExitReport], and those of
/// its standard output, unless the child writes directly to the standard output of this JVM.
public final class JvmChild {
    private static final int TAIL_LINES = 40;

    /// How long the parent waits for the last output: a grandchild may keep the streams open.
    private static final Duration OUTPUT_TIMEOUT = Duration.ofSeconds(1);

    private final Process process;
    private final String name;
    private final ChildFiles files;
    private final Path folder;
    private final Deque<String> tail = new ArrayDeque<>();
    private final Deque<String> outputTail = new ArrayDeque<>();
    private final Thread errorPump;
    private final @Nullable Thread outputPump;
    private final CompletableFuture<JvmChild> exit = new CompletableFuture<>();
    private final Runnable closer = this::closeInput;

    JvmChild(ProcessBuilder builder, String name, ChildFiles files, RemoteConsumer<String> output) {
        ChildProcesses.requireOpen();
        this.name = name;
        this.files = files;
        this.folder = Path.of(builder.directory() == null ? "" : builder.directory().getPath()).toAbsolutePath();
        boolean inherit = output == WorkerOutput.INHERIT;
        builder.redirectOutput(inherit ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.PIPE);
        try {
            this.process = builder.start();
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(StartFailure.message(builder, cannotStart), cannotStart);
        }
        this.errorPump = pump("stderr", process.errorReader(StandardCharsets.UTF_8), output, true);
        this.outputPump = inherit ? null : pump("stdout", process.inputReader(StandardCharsets.UTF_8), output, false);
        ChildProcesses.add(closer);
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

    /// The stream that the child reads; the child exits when it is closed.
    public OutputStream input() {
        return process.getOutputStream();
    }

    /// Completed when the child has exited, by a thread that does nothing else. `Process.onExit` is
    /// completed by the common pool, whose threads may all be waiting for results of this child.
    public CompletableFuture<JvmChild> onExit() {
        return exit;
    }

    private void awaitExit() {
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException ignored) {
                // waits on: no other code has a reference to this thread
            }
        }
        ChildProcesses.remove(closer);
        files.ended(end());
        exit.complete(this);
    }

    /// Asks the child to exit, by SIGTERM. Its streams stay open, unlike with `Process.destroy`, so
    /// that its last output is read.
    public void terminate() {
        process.toHandle().destroy();
    }

    public void kill() {
        process.toHandle().destroyForcibly();
    }

    /// Waits until the child has exited and all its output has been forwarded.
    ///
    /// @return whether the child has exited
    public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
        if (!process.waitFor(timeout, unit)) {
            return false;
        }
        errorPump.join(OUTPUT_TIMEOUT);
        if (outputPump != null) {
            outputPump.join(OUTPUT_TIMEOUT);
        }
        return true;
    }

    /// Waits until the child has exited; kills it when the time is up.
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
            // the child has exited, and the other end of the pipe is closed
        }
    }

    /// The exit code, or minus the signal when a signal ended the child; called after its exit.
    public int exitCode() {
        return ExitReport.reported(process.exitValue(), files.crashLog(end()));
    }

    /// The crash log, if the JVM wrote one; called after its exit.
    public Optional<Path> crashLog() {
        return files.crashLog(end()).map(CrashLog::path);
    }

    private ChildFiles.End end() {
        return new ChildFiles.End(pid(), folder);
    }

    /// The report on the exit of the child; called after its exit.
    public ExitReport exitReport() {
        try {
            errorPump.join(OUTPUT_TIMEOUT);
            if (outputPump != null) {
                outputPump.join(OUTPUT_TIMEOUT);
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        return new ExitReport(pid(), process.exitValue(), errorTail(), files.crashLog(end()));
    }

    /// The last lines that the child has written to standard error so far.
    public String errorTail() {
        synchronized (tail) {
            return String.join("\n", tail);
        }
    }

    /// The last lines that the child has written to standard output so far; empty when the child
    /// writes to the standard output of this JVM.
    public String outputTail() {
        synchronized (outputTail) {
            return String.join("\n", outputTail);
        }
    }

    private Thread pump(String stream, BufferedReader text, RemoteConsumer<String> output, boolean isError) {
        return Thread.ofPlatform()
                .daemon()
                .name("millrace-%s-%s".formatted(name, stream))
                .start(() -> forward(text, output, isError));
    }

    private void forward(BufferedReader text, RemoteConsumer<String> output, boolean isError) {
        try (text) {
            LineReader lines = new LineReader(text);
            for (String line = lines.next(); line != null; line = lines.next()) {
                remember(isError ? tail : outputTail, line);
                output.accept(line);
            }
        } catch (Exception ended) {
            remember(tail, "(output ended: %s)".formatted(ended));
        }
    }

    private static void remember(Deque<String> lines, String line) {
        synchronized (lines) {
            if (lines.size() == TAIL_LINES) {
                lines.removeFirst();
            }
            lines.addLast(line);
        }
    }
}
