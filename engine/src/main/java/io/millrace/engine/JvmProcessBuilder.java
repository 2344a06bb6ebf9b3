package io.millrace.engine;

import io.millrace.engine.pool.JvmLauncher;
import io.millrace.engine.pool.JvmSetup;
import io.millrace.engine.pool.SourcePrograms;
import io.millrace.engine.task.Values;
import io.millrace.engine.worker.ProcessIdentity;
import io.millrace.engine.worker.ProcessMain;
import io.millrace.shm.SharedMemory;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// How a [JvmProcess] is set up. Of this JVM, a child gets the class path or the modules, system
/// properties from the command line and module flags; not its agents, debugger, heap sizes, log
/// files and recordings.
public final class JvmProcessBuilder {
    private static final String VECTOR_MODULE = "jdk.incubator.vector";
    private static final AtomicLong STARTED = new AtomicLong();

    private final SharedMemory memory;
    private final RemoteRunnable task;
    private @Nullable String name;
    private boolean daemon;
    private List<String> jvmArgs = List.of();
    private long heapByteSize;
    private List<Path> classPath = List.of();
    private @Nullable Path javaHome;
    private Map<String, String> environment = Map.of();
    private @Nullable Path workingDirectory;
    private RemoteConsumer<String> output = WorkerOutput.INHERIT;

    JvmProcessBuilder(SharedMemory memory, RemoteRunnable task) {
        this.memory = Objects.requireNonNull(memory, "memory");
        this.task = Objects.requireNonNull(task, "task");
    }

    /// What it is called, here and among the processes of the file; without: `process-1` and so on.
    public JvmProcessBuilder name(String value) {
        name = Objects.requireNonNull(value, "name");
        return this;
    }

    /// Whether this JVM may end by itself while the child runs, which then ends too; false by
    /// default.
    public JvmProcessBuilder daemon(boolean value) {
        daemon = value;
        return this;
    }

    /// Further arguments of the JVM, after all others.
    public JvmProcessBuilder jvmArgs(String... value) {
        return jvmArgs(List.of(value));
    }

    /// @see #jvmArgs(String...)
    public JvmProcessBuilder jvmArgs(List<String> value) {
        jvmArgs = List.copyOf(value);
        return this;
    }

    /// Its largest heap; without, the JVM chooses.
    public JvmProcessBuilder heapByteSize(long value) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    "heapByteSize out of range: heapByteSize=%,d; give 0 (the JVM's choice) or more".formatted(value));
        }
        heapByteSize = value;
        return this;
    }

    /// Where it has its classes from; without, from where this JVM has them.
    public JvmProcessBuilder classPath(List<Path> value) {
        classPath = List.copyOf(value);
        return this;
    }

    /// Its JDK; without, this JVM's.
    public JvmProcessBuilder javaHome(Path value) {
        javaHome = Objects.requireNonNull(value, "javaHome");
        return this;
    }

    /// Variables added to those of this process.
    public JvmProcessBuilder environment(Map<String, String> value) {
        environment = Map.copyOf(value);
        return this;
    }

    /// Where it starts; without, where this JVM did.
    public JvmProcessBuilder workingDirectory(Path value) {
        workingDirectory = Objects.requireNonNull(value, "workingDirectory");
        return this;
    }

    /// Where the lines go that it prints; without, to this JVM's standard output and error.
    public JvmProcessBuilder output(RemoteConsumer<String> value) {
        output = Objects.requireNonNull(value, "output");
        return this;
    }

    /// Starts it, and returns at once.
    ///
    /// @throws io.millrace.shm.NotTransportableException when the task cannot travel
    /// @throws IllegalStateException when it cannot be found out where this JVM has its classes from
    public JvmProcess start() {
        if (memory.isReadOnly()) {
            throw new UnsupportedOperationException(
                    "a process attaches its file to write, and this one is attached read-only: file=%s; use SharedMemory.attach"
                            .formatted(memory.file()));
        }
        SourcePrograms.refuse(task);
        byte[] encoded = Values.in(memory).encode(task);
        String own = name != null ? name : nextName();
        boolean vectorModule = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.contains(VECTOR_MODULE));
        JvmSetup setup = new JvmSetup(
                jvmArgs, heapByteSize, classPath, javaHome, environment, workingDirectory, output);
        JvmLauncher launcher = new JvmLauncher(setup, ProcessMain.class, vectorModule);
        return JvmProcess.of(
                launcher.launch(
                        ProcessIdentity.ofChild(own), List.of(memory.file().toString(), own)),
                memory,
                encoded,
                daemon);
    }

    /// `process-2`, and its own first child `process-2:1`.
    private static String nextName() {
        String parent = ProcessIdentity.current().map(own -> own.name() + ":").orElse("process-");
        return parent + STARTED.incrementAndGet();
    }
}
