package io.millrace.engine;

import io.millrace.engine.internal.jvm.JvmArguments;
import io.millrace.engine.internal.jvm.JvmLauncher;
import io.millrace.engine.internal.jvm.JvmSetup;
import io.millrace.engine.internal.jvm.SourcePrograms;
import io.millrace.engine.internal.lambda.ItemCodec;
import io.millrace.engine.internal.worker.NestedStart;
import io.millrace.engine.internal.worker.ProcessIdentity;
import io.millrace.engine.internal.worker.ProcessMain;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.file.OpenFile;
import io.millrace.shm.internal.region.MemoryAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Sets up a [JvmProcess]. The child takes over from this JVM: the class path or the modules, the
/// system properties of the command line, the module flags, the assertions (`-ea`, `-da`), and the
/// collector if one was chosen. It does not take over agents, the debugger, heap sizes, other `-XX`
/// flags, log files and recordings. What it takes over goes to the child through a file that only
/// this user can read, so no list of processes shows it, and it may be long.
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

    /// The name of the process, for this JVM and in the list of processes of the file; by default
    /// `process-1` and so on.
    public JvmProcessBuilder name(String value) {
        name = Objects.requireNonNull(value, "name");
        return this;
    }

    /// Whether this JVM may exit while the child runs, which then ends the child; false by default.
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

    /// The largest heap of the child; by default the JVM chooses.
    ///
    /// @throws IllegalArgumentException when the value is negative
    public JvmProcessBuilder heapByteSize(long value) {
        if (value < 0) {
            throw new IllegalArgumentException(
                    "heapByteSize out of range: heapByteSize=%,d; give 0 (the JVM's choice) or more".formatted(value));
        }
        heapByteSize = value;
        return this;
    }

    /// The class path of the child; by default that of this JVM.
    public JvmProcessBuilder classPath(List<Path> value) {
        classPath = List.copyOf(value);
        return this;
    }

    /// The JDK of the child; by default this JVM's.
    public JvmProcessBuilder javaHome(Path value) {
        javaHome = Objects.requireNonNull(value, "javaHome");
        return this;
    }

    /// Environment variables, added to those of this process.
    public JvmProcessBuilder environment(Map<String, String> value) {
        environment = Map.copyOf(value);
        return this;
    }

    /// The working directory of the child; by default this JVM's.
    public JvmProcessBuilder workingDirectory(Path value) {
        workingDirectory = Objects.requireNonNull(value, "workingDirectory");
        return this;
    }

    /// Receives the lines that the child prints; by default they go to the standard output and
    /// error of this JVM.
    public JvmProcessBuilder output(RemoteConsumer<String> value) {
        output = Objects.requireNonNull(value, "output");
        return this;
    }

    /// Starts the process, and returns at once.
    ///
    /// @throws io.millrace.shm.NotTransportableException when the task cannot travel
    /// @throws IllegalStateException when the memory is closed, when the class path of this JVM
    ///         cannot be determined, or when a static initializer calls this in a process that
    ///         Millrace started: the child would load the same class and start another process
    /// @throws UnsupportedOperationException when the memory is attached read-only
    /// @throws java.io.UncheckedIOException when the system does not start a JVM
    public JvmProcess start() {
        NestedStart.require("a process");
        OpenFile file = MemoryAccess.regionsOf(memory).openFile();
        if (memory.isReadOnly()) {
            throw new UnsupportedOperationException(
                    "a process needs a file that is attached for writing, and this one is attached read-only:"
                            + " file=%s; use SharedMemory.attach".formatted(memory.file()));
        }
        SourcePrograms.refuse(task);
        byte[] encoded = ItemCodec.in(memory).encode(task);
        String own = name != null ? name : nextName();
        boolean vectorModule = JvmArguments.ofThisJvm().stream()
                .anyMatch(argument -> argument.contains(VECTOR_MODULE));
        JvmSetup setup = new JvmSetup(
                jvmArgs, heapByteSize, classPath, javaHome, environment, workingDirectory, output);
        JvmLauncher launcher = new JvmLauncher(setup, ProcessMain.class, vectorModule);
        return JvmProcess.of(
                launcher.launch(ProcessIdentity.ofChild(own), List.of(file.path().toString(), file.word())),
                memory,
                encoded,
                daemon);
    }

    /// `process-2`; the first child of that process is `process-2:1`.
    private static String nextName() {
        String parent = ProcessIdentity.current().map(own -> own.name() + ":").orElse("process-");
        return parent + STARTED.incrementAndGet();
    }
}
