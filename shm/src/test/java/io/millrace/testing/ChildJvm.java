package io.millrace.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Another JVM with the test's class path, talked to in lines. Closing it kills it and waits. It starts from the
/// [StartArchive], if there is one.
public final class ChildJvm implements AutoCloseable {
    /// What `Process.waitFor` says of a process that was ended by `kill -9`.
    public static final int KILLED = 128 + 9;

    /// What engine's tests are started with: their jobs are meant for workers.
    private static final String ALWAYS_SHARED = "millrace.alwaysShared";

    private static final String END = "\0end of output";
    private static final int TAIL = 200;

    private final Process process;
    private final Writer input;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedDeque<String> errors = new ConcurrentLinkedDeque<>();
    private final List<Thread> readers = new ArrayList<>();

    private ChildJvm(Process process) {
        this.process = process;
        input = process.outputWriter(StandardCharsets.UTF_8);
        readers.add(read(process.inputReader(StandardCharsets.UTF_8), lines::add, "output"));
        readers.add(read(
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8)),
                this::addError,
                "errors"));
    }

    /// Prepares a JVM that runs `main`.
    public static Builder of(Class<?> main, Object... arguments) {
        return new Builder(main, arguments);
    }

    /// Another program that is talked to in the same way, such as one in Python.
    public static ChildJvm ofProgram(ProcessBuilder program) {
        try {
            return new ChildJvm(program.start());
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /// How the JVM is started.
    public static final class Builder {
        private final List<String> flags = new ArrayList<>(List.of(
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-XX:-UsePerfData", "-Xmx128m"));
        private final List<String> mainAndArguments = new ArrayList<>();
        private final List<String> before = new ArrayList<>();
        private Path javaHome = Path.of(System.getProperty("java.home"));
        private boolean nativeAccess = true;
        private String classPath = StartArchive.own().classPath();

        private Builder(Class<?> main, Object... arguments) {
            String alwaysShared = System.getProperty(ALWAYS_SHARED);
            if (alwaysShared != null) {
                property(ALWAYS_SHARED, alwaysShared);
            }
            mainAndArguments.add(main.getName());
            for (Object argument : arguments) {
                mainAndArguments.add(argument.toString());
            }
        }

        /// Sets a system property.
        public Builder property(String name, Object value) {
            flags.add("-D" + name + "=" + value);
            return this;
        }

        /// Adds a JVM flag.
        public Builder flag(String flag) {
            flags.add(flag);
            return this;
        }

        /// Does not give it the flag that allows native code.
        public Builder withoutNativeAccess() {
            nativeAccess = false;
            return this;
        }

        /// Starts it by another program, such as `strace`, whose arguments end with the command.
        public Builder by(String... command) {
            before.addAll(List.of(command));
            return this;
        }

        /// Starts it from another runtime than the test's.
        public Builder javaHome(Path home) {
            javaHome = home;
            return this;
        }

        /// Leaves out of its class path what has that part in its path.
        public Builder without(String part) {
            classPath = Arrays.stream(classPath.split(File.pathSeparator))
                    .filter(path -> !path.contains(part))
                    .collect(Collectors.joining(File.pathSeparator));
            return this;
        }

        /// Gives it this class path instead of the test's.
        public Builder classPath(Path... entries) {
            classPath = Arrays.stream(entries).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
            return this;
        }

        /// Starts it.
        public ChildJvm start() {
            List<String> command = new ArrayList<>(before);
            command.add(javaHome.resolve(Path.of("bin", "java")).toString());
            if (nativeAccess) {
                command.add("--enable-native-access=ALL-UNNAMED");
            }
            command.addAll(flags);
            if (classPath.equals(StartArchive.own().classPath())) {
                command.addAll(StartArchive.own().flags());
            }
            command.add("-cp");
            command.add(classPath);
            command.addAll(mainAndArguments);
            return ofProgram(new ProcessBuilder(command));
        }
    }

    private static Thread read(BufferedReader reader, Consumer<String> sink, String what) {
        return Thread.ofPlatform().daemon().name("child " + what).start(() -> {
            try (reader) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    sink.accept(line);
                }
            } catch (IOException killed) {
                sink.accept("(" + killed.getMessage() + ")");
            }
            sink.accept(END);
        });
    }

    private void addError(String line) {
        if (line.equals(END)) {
            return;
        }
        errors.add(line);
        if (errors.size() > TAIL) {
            errors.removeFirst();
        }
    }

    /// Of the process.
    public long pid() {
        return process.pid();
    }

    /// Whether it runs.
    public boolean isAlive() {
        return process.isAlive();
    }

    /// Writes one line to its standard input.
    public void send(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException error) {
            throw new UncheckedIOException("child gone: " + story(), error);
        }
    }

    /// Ends its standard input, as the end of this JVM would.
    public void endInput() {
        try {
            input.close();
        } catch (IOException error) {
            throw new UncheckedIOException("child gone: " + story(), error);
        }
    }

    /// Its next line of output; `AssertionError` with what it said on standard error when none
    /// comes.
    public String receive(Duration limit) {
        try {
            String line = lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null || line.equals(END)) {
                throw new AssertionError("no line from the child: " + story());
            }
            return line;
        } catch (InterruptedException error) {
            throw new AssertionError(error);
        }
    }

    /// The lines of output that nobody received; all of them once it is closed.
    public List<String> rest() {
        List<String> rest = new ArrayList<>();
        lines.drainTo(rest);
        rest.remove(END);
        return rest;
    }

    /// Waits for the line `expected`; another one is an `AssertionError`.
    public void expect(String expected, Duration limit) {
        String line = receive(limit);
        if (!line.equals(expected)) {
            throw new AssertionError("expected '" + expected + "', child said '" + line + "': " + story());
        }
    }

    /// Waits for its end and gives back the exit code.
    public int await(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the child does not end: " + story());
            }
            return process.exitValue();
        } catch (InterruptedException error) {
            throw new AssertionError(error);
        }
    }

    /// `kill -9`, and waits until it is gone. What it wrote before stays readable: `Process.destroyForcibly` would
    /// close its output under the reader.
    public void kill() {
        process.toHandle().destroyForcibly();
        await(Duration.ofSeconds(30));
    }

    /// `kill -STOP`, and waits until every thread of it stands still: the signal stops one of them, which
    /// stops the others when it comes to run.
    public void suspend() {
        signal("STOP");
        Await.until(
                "the child is stopped", Duration.ofSeconds(30), () -> threadStates().stream().allMatch("T"::equals));
    }

    /// `kill -CONT`.
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
            if (kill.onExit().join().exitValue() != 0) {
                throw new AssertionError("no signal " + name + " for the child: " + story());
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /// Of all its threads, as proc(5) writes them: `T` for one that is stopped.
    private List<String> threadStates() {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
            List<String> states = new ArrayList<>();
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                states.add(stat.substring(stat.lastIndexOf(')') + 2).substring(0, 1)); // behind the name
            }
            return states;
        } catch (IOException threadEnded) {
            return List.of("ended");
        }
    }

    /// The last lines it wrote to standard error; all of them once it was closed.
    public String errors() {
        return String.join("\n", errors);
    }

    /// Pid, exit code if any, and the last lines on standard error.
    public String story() {
        String end = process.isAlive() ? "alive" : "exit " + process.exitValue();
        return "pid " + pid() + ", " + end + ", errors:\n" + String.join("\n", errors);
    }

    @Override
    public void close() {
        kill();
        for (Thread reader : readers) {
            try {
                reader.join(Duration.ofSeconds(5));
            } catch (InterruptedException error) {
                throw new AssertionError(error);
            }
        }
        try {
            input.close();
        } catch (IOException gone) {
            // its end of the pipe is closed already
        }
    }
}
