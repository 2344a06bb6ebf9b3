package io.millrace.engine;

import io.millrace.shm.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How a pool is set up. `PoolOptions.defaults().workers(4).kernel(KernelKind.SCALAR)`.
///
/// Worker JVMs get of this JVM's flags what [JvmProcessBuilder] says; `jvmArgs` go before them.
///
/// @param workers how many to begin with; 0: as many as the processors that this process may use, container
///         limits included
/// @param name of the pool and its tables in the file; null: one is made up
/// @param workerKind processes, threads, or the calling thread
/// @param waiting how workers and submitters wait for each other
/// @param kernel which implementation of the arithmetic; the bits are the same
/// @param schedule how chunks are given out; the bits are the same
/// @param maxAttempts how many workers a chunk may kill before its job fails, 1 to 1,023
/// @param maxTasksPerWorker how many object tasks a worker runs before a new one replaces it; 0: no
///         limit
/// @param initializer what every worker runs before anything else, and the calling program does not; a
///         worker in which it fails ends
/// @param minWorkers how few may be left when there is little to do; 0: as many as to begin with
/// @param maxWorkers how many there may be when there is much to do; 0: as many as to begin with, or
///         what [Pool#resize] asks for; jobs of built-in operations never need more than processors
/// @param idleTimeout after what time without work a worker is retired if there are more than
///         `minWorkers`
/// @param cancelGrace how long a chunk of array work whose job was cancelled, and a task whose call was
///         interrupted, may still run before the worker that runs it is stopped: a process is killed and
///         replaced, a thread is interrupted in a task and left alone in array work; zero: not at all
/// @param jvmArgs further arguments for worker JVMs, after all others
/// @param heapByteSize heap of a worker JVM; 0: this JVM's maximum divided by the workers
/// @param classPath of worker JVMs; empty: this JVM's
/// @param javaHome JDK of worker JVMs; null: this JVM's
/// @param environment variables added to those of this process; the system limits each to 128 KiB
/// @param workingDirectory of worker JVMs; null: this process's
/// @param output where the lines go that workers print
public record PoolOptions(
        int workers,
        @Nullable String name,
        WorkerKind workerKind,
        Waiting waiting,
        KernelKind kernel,
        Schedule schedule,
        int maxAttempts,
        int maxTasksPerWorker,
        @Nullable RemoteRunnable initializer,
        int minWorkers,
        int maxWorkers,
        Duration idleTimeout,
        Duration cancelGrace,
        List<String> jvmArgs,
        long heapByteSize,
        List<Path> classPath,
        @Nullable Path javaHome,
        Map<String, String> environment,
        @Nullable Path workingDirectory,
        RemoteConsumer<String> output) {

    private static final int MAX_ATTEMPTS = 1023;
    private static final int MAX_WORKERS = 1000;

    /// @throws IllegalArgumentException when a number is out of its range
    public PoolOptions {
        Objects.requireNonNull(workerKind, "workerKind");
        Objects.requireNonNull(waiting, "waiting");
        Objects.requireNonNull(kernel, "kernel");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(idleTimeout, "idleTimeout");
        Objects.requireNonNull(cancelGrace, "cancelGrace");
        jvmArgs = List.copyOf(jvmArgs);
        classPath = List.copyOf(classPath);
        environment = Map.copyOf(environment);
        require(inRange(workers), "workers", workers, "0 to 1,000 (0: one a processor)");
        require(maxAttempts >= 1 && maxAttempts <= MAX_ATTEMPTS, "maxAttempts", maxAttempts, "1 to 1,023");
        require(maxTasksPerWorker >= 0, "maxTasksPerWorker", maxTasksPerWorker, "0 (no limit) or more");
        require(inRange(minWorkers), "minWorkers", minWorkers, "0 to 1,000 (0: as many as to begin with)");
        require(inRange(maxWorkers), "maxWorkers", maxWorkers, "0 to 1,000 (0: as many as to begin with)");
        require(heapByteSize >= 0, "heapByteSize", heapByteSize, "0 (a share of this JVM's) or more");
    }

    private static boolean inRange(int workers) {
        return workers >= 0 && workers <= MAX_WORKERS;
    }

    private static void require(boolean holds, String property, long value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "%s out of range: %s=%,d; give %s".formatted(property, property, value, range));
        }
    }

    /// A worker process for each processor, everything else chosen by Millrace.
    public static PoolOptions defaults() {
        return new PoolOptions(
                0,
                null,
                WorkerKind.PROCESS,
                Waiting.BALANCED,
                KernelKind.AUTO,
                Schedule.AUTO,
                8,
                0,
                null,
                0,
                0,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                List.of(),
                0,
                List.of(),
                null,
                Map.of(),
                null,
                WorkerOutput.INHERIT);
    }

    /// With another number of workers to begin with.
    ///
    /// @throws IllegalArgumentException when the value is out of its range
    public PoolOptions workers(int workers) {
        return with(draft -> draft.workers = workers);
    }

    /// With another name of the pool and its tables.
    public PoolOptions name(@Nullable String name) {
        return with(draft -> draft.name = name);
    }

    /// With workers of another kind.
    public PoolOptions workerKind(WorkerKind workerKind) {
        return with(draft -> draft.workerKind = workerKind);
    }

    /// With another way in which workers and submitters wait.
    public PoolOptions waiting(Waiting waiting) {
        return with(draft -> draft.waiting = waiting);
    }

    /// With another implementation of the arithmetic.
    public PoolOptions kernel(KernelKind kernel) {
        return with(draft -> draft.kernel = kernel);
    }

    /// With another way in which chunks are given out.
    public PoolOptions schedule(Schedule schedule) {
        return with(draft -> draft.schedule = schedule);
    }

    /// With another limit of the workers that a chunk may kill.
    ///
    /// @throws IllegalArgumentException when the value is out of its range
    public PoolOptions maxAttempts(int maxAttempts) {
        return with(draft -> draft.maxAttempts = maxAttempts);
    }

    /// With another number of tasks after which a worker is renewed.
    ///
    /// @throws IllegalArgumentException when the value is out of its range
    public PoolOptions maxTasksPerWorker(int maxTasksPerWorker) {
        return with(draft -> draft.maxTasksPerWorker = maxTasksPerWorker);
    }

    /// With something else that every worker runs first; null: nothing.
    public PoolOptions initializer(@Nullable RemoteRunnable initializer) {
        return with(draft -> draft.initializer = initializer);
    }

    /// With another number of workers that stay when there is little to do.
    ///
    /// @throws IllegalArgumentException when the value is out of its range
    public PoolOptions minWorkers(int minWorkers) {
        return with(draft -> draft.minWorkers = minWorkers);
    }

    /// With another limit of workers.
    ///
    /// @throws IllegalArgumentException when the value is out of its range
    public PoolOptions maxWorkers(int maxWorkers) {
        return with(draft -> draft.maxWorkers = maxWorkers);
    }

    /// With another time without work after which a worker may be retired.
    public PoolOptions idleTimeout(Duration idleTimeout) {
        return with(draft -> draft.idleTimeout = idleTimeout);
    }

    /// With another time that cancelled work may still take.
    public PoolOptions cancelGrace(Duration cancelGrace) {
        return with(draft -> draft.cancelGrace = cancelGrace);
    }

    /// With other arguments for worker JVMs.
    public PoolOptions jvmArgs(List<String> jvmArgs) {
        return with(draft -> draft.jvmArgs = jvmArgs);
    }

    /// With another heap of a worker JVM.
    ///
    /// @throws IllegalArgumentException when the value is out of its range
    public PoolOptions heapByteSize(long heapByteSize) {
        return with(draft -> draft.heapByteSize = heapByteSize);
    }

    /// With another class path of worker JVMs.
    public PoolOptions classPath(List<Path> classPath) {
        return with(draft -> draft.classPath = classPath);
    }

    /// With another JDK of worker JVMs; null: this JVM's.
    public PoolOptions javaHome(@Nullable Path javaHome) {
        return with(draft -> draft.javaHome = javaHome);
    }

    /// With other variables added to the environment of worker JVMs.
    public PoolOptions environment(Map<String, String> environment) {
        return with(draft -> draft.environment = environment);
    }

    /// With another working directory of worker JVMs; null: this process's.
    public PoolOptions workingDirectory(@Nullable Path workingDirectory) {
        return with(draft -> draft.workingDirectory = workingDirectory);
    }

    /// With another receiver of the lines that workers print.
    public PoolOptions output(RemoteConsumer<String> output) {
        return with(draft -> draft.output = output);
    }

    /// With other arguments for worker JVMs.
    ///
    /// @see #jvmArgs(List)
    public PoolOptions jvmArgs(String... jvmArgs) {
        return jvmArgs(List.of(jvmArgs));
    }

    private PoolOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /// The values of one set of options, of which one is changed.
    private static final class Draft {
        int workers;
        @Nullable String name;
        WorkerKind workerKind;
        Waiting waiting;
        KernelKind kernel;
        Schedule schedule;
        int maxAttempts;
        int maxTasksPerWorker;
        @Nullable RemoteRunnable initializer;
        int minWorkers;
        int maxWorkers;
        Duration idleTimeout;
        Duration cancelGrace;
        List<String> jvmArgs;
        long heapByteSize;
        List<Path> classPath;
        @Nullable Path javaHome;
        Map<String, String> environment;
        @Nullable Path workingDirectory;
        RemoteConsumer<String> output;

        Draft(PoolOptions from) {
            workers = from.workers;
            name = from.name;
            workerKind = from.workerKind;
            waiting = from.waiting;
            kernel = from.kernel;
            schedule = from.schedule;
            maxAttempts = from.maxAttempts;
            maxTasksPerWorker = from.maxTasksPerWorker;
            initializer = from.initializer;
            minWorkers = from.minWorkers;
            maxWorkers = from.maxWorkers;
            idleTimeout = from.idleTimeout;
            cancelGrace = from.cancelGrace;
            jvmArgs = from.jvmArgs;
            heapByteSize = from.heapByteSize;
            classPath = from.classPath;
            javaHome = from.javaHome;
            environment = from.environment;
            workingDirectory = from.workingDirectory;
            output = from.output;
        }

        PoolOptions options() {
            return new PoolOptions(
                    workers,
                    name,
                    workerKind,
                    waiting,
                    kernel,
                    schedule,
                    maxAttempts,
                    maxTasksPerWorker,
                    initializer,
                    minWorkers,
                    maxWorkers,
                    idleTimeout,
                    cancelGrace,
                    jvmArgs,
                    heapByteSize,
                    classPath,
                    javaHome,
                    environment,
                    workingDirectory,
                    output);
        }
    }
}
