package io.millrace.engine;

import io.millrace.engine.internal.crew.ChildKeeper;
import io.millrace.engine.internal.jvm.JvmChild;
import io.millrace.engine.internal.worker.ProcessIdentity;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waitable;
import io.millrace.shm.internal.os.Signals;
import io.millrace.shm.internal.wait.Deadline;
import io.millrace.shm.internal.wait.LocalBell;
import io.millrace.shm.internal.wait.WaitSource;
import io.millrace.shm.internal.wait.WaitSources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A process that runs one task in a JVM of its own, on the same mapped file.
///
/// ```java
/// try (JvmProcess process = JvmProcess.start(memory, () -> prices.fill(1))) {
///     int exitCode = process.join();
/// }
/// ```
///
/// **Its task** travels as `Codec.any()` sends it: what it captured of the file is the same there. It
/// runs in the main thread of the child, which ends as every Java program does: when the task has
/// returned and no other non-daemon thread runs. Then the exit code is 0; after `System.exit(n)` it
/// is n; after an exception of the task 1, with the trace on standard error; after a signal, or a code
/// from 129 to 159, which means the same, minus the signal; after a crash that the JVM reported, minus
/// the signal of the report, though the JVM itself ended with 1 or by SIGABRT. `System.in` is empty there.
///
/// **Its life** is within its parent's: when the parent ends, however it does, the child is halted
/// wherever it is, and its children with it. A child that is no daemon keeps its parent from ending
/// by itself, as a non-daemon thread would: a parent whose `main` returned waits for it.
/// `System.exit` and signals wait for nobody.
///
/// `Wait.any` waits for the end of processes together with queues, pipes, events and jobs.
///
/// Safe for all threads.
public final class JvmProcess implements AutoCloseable, Waitable {
    static {
        WaitSources.register(JvmProcess.class, process -> process.source());
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /// The children of this JVM that have not ended.
    private static final Set<JvmProcess> CHILDREN = ConcurrentHashMap.newKeySet();

    private final String name;
    private final ProcessHandle handle;
    private final @Nullable JvmChild child;
    private final CompletableFuture<JvmProcess> ended = new CompletableFuture<>();
    private final LocalBell bell = new LocalBell();

    private JvmProcess(String name, ProcessHandle handle, @Nullable JvmChild child) {
        this.name = name;
        this.handle = handle;
        this.child = child;
    }

    /// Starts a process as [JvmProcessBuilder] does if nothing is chosen.
    ///
    /// @throws io.millrace.shm.NotTransportableException when the task cannot travel
    /// @throws IllegalStateException when the memory is closed, when nobody can tell where this JVM has its
    ///         classes from, or when a static initializer calls this in a process that Millrace started
    /// @throws UnsupportedOperationException when the memory is attached read-only
    /// @throws java.io.UncheckedIOException when the system does not start a JVM
    public static JvmProcess start(SharedMemory memory, RemoteRunnable task) {
        return builder(memory, task).start();
    }

    /// Prepares a process.
    public static JvmProcessBuilder builder(SharedMemory memory, RemoteRunnable task) {
        return new JvmProcessBuilder(memory, task);
    }

    /// This process.
    public static JvmProcess current() {
        return new JvmProcess(ProcessIdentity.ownName(), ProcessHandle.current(), null);
    }

    /// The process that started this one, as a [JvmProcess] or as the worker of a pool; empty in a process
    /// that was started otherwise.
    public static Optional<JvmProcess> parent() {
        return ProcessIdentity.current().flatMap(own -> ProcessHandle.of(own.parentPid())
                .map(parent -> new JvmProcess(own.parentName(), parent, null)));
    }

    /// The processes that this one started and that have not ended.
    public static List<JvmProcess> activeChildren() {
        return CHILDREN.stream().filter(JvmProcess::isAlive).toList();
    }

    static JvmProcess of(JvmChild child, SharedMemory memory, byte[] task, boolean daemon) {
        JvmProcess process = new JvmProcess(child.name(), child.toHandle(), child);
        CHILDREN.add(process);
        Thread.ofPlatform()
                .daemon(daemon)
                .name("millrace-" + child.name())
                .start(() -> new ChildKeeper(child, memory::recoverDead).keep(task, process::end));
        return process;
    }

    private void end() {
        CHILDREN.remove(this);
        ended.complete(this);
    }

    private WaitSource source() {
        return bell.source(ended, child == null ? () -> !handle.isAlive() : ended::isDone);
    }

    /// The number that the system gave the process.
    public long pid() {
        return handle.pid();
    }

    /// The name that was given, or made up.
    public String name() {
        return name;
    }

    /// Whether the process runs.
    public boolean isAlive() {
        return child != null ? child.isAlive() : handle.isAlive();
    }

    /// Waits for the end of the process; everything that it printed has been passed on then.
    ///
    /// @return its exit code
    /// @throws IllegalStateException when it is no child of this process
    /// @throws InterruptedException when the thread is interrupted
    public int join() throws InterruptedException {
        join(Duration.ofNanos(Long.MAX_VALUE));
        return exitCode().orElseThrow();
    }

    /// Waits for the end of the process, no longer than `timeout`.
    ///
    /// @return whether it has ended
    /// @throws IllegalStateException when it is no child of this process
    /// @throws InterruptedException when the thread is interrupted
    public boolean join(Duration timeout) throws InterruptedException {
        return requireChild("joined").await(Deadline.nanosOf(timeout), TimeUnit.NANOSECONDS);
    }

    /// The exit code; empty while the process runs, and for a process that is no child of this one.
    public OptionalInt exitCode() {
        return child == null || child.isAlive() ? OptionalInt.empty() : OptionalInt.of(child.exitCode());
    }

    /// The last lines it wrote to standard error; none of a process that is no child of this one.
    public String errorTail() {
        return child == null ? "" : child.errorTail();
    }

    /// The JVM's own report of its crash (`hs_err`), if it wrote one; empty while it runs, and for a
    /// process that is no child of this one. It is kept in a folder that only this user can read until
    /// this JVM ends, unless `-XX:ErrorFile` among the `jvmArgs` chose another place.
    public Optional<Path> crashLog() {
        return child == null || child.isAlive() ? Optional.empty() : child.crashLog();
    }

    /// Asks the process to end, by SIGTERM: its shutdown hooks run.
    ///
    /// @throws IllegalStateException when it is this process
    public void terminate() {
        handle.destroy();
    }

    /// Asks the process to end, by SIGINT, as Ctrl-C does: its shutdown hooks run. Without effect on a process
    /// that has ended.
    ///
    /// @throws IllegalStateException when it is this process
    public void interrupt() {
        if (pid() == ProcessHandle.current().pid()) {
            throw new IllegalStateException(
                    "a process cannot interrupt itself by this call: process=%s; call System.exit".formatted(name));
        }
        if (isAlive()) {
            Signals.interrupt(pid());
        }
    }

    /// Ends the process at once, by SIGKILL.
    ///
    /// @throws IllegalStateException when it is this process
    public void kill() {
        handle.destroyForcibly();
    }

    /// A future that completes when the process has ended; for a process that is no child of this one, never.
    public CompletableFuture<JvmProcess> onExit() {
        return ended.copy();
    }

    /// For everything else that the JDK knows about processes.
    public ProcessHandle toHandle() {
        return handle;
    }

    /// Ends the process if it runs: terminates it, waits five seconds, kills it. Without effect on a
    /// process that is no child of this one. An interrupted thread kills without waiting.
    @Override
    public void close() {
        if (child != null) {
            child.terminate();
            child.end(TIMEOUT.toMillis());
            end();
        }
    }

    private JvmChild requireChild(String what) {
        if (child == null) {
            throw new IllegalStateException(
                    "only its parent can do that: a process cannot be %s by another one, process=%s, pid=%s"
                            .formatted(what, name, pid()));
        }
        return child;
    }

    @Override
    public String toString() {
        OptionalInt code = exitCode();
        return "JvmProcess[name=%s, pid=%s, %s]"
                .formatted(
                        name,
                        pid(),
                        code.isPresent() ? "exitCode=" + code.getAsInt() : isAlive() ? "alive" : "ended");
    }
}
