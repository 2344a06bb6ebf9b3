package io.millrace.engine;

import io.millrace.engine.job.ChunkRunner;
import io.millrace.engine.job.JobRecovery;
import io.millrace.engine.job.JobSpec;
import io.millrace.engine.job.Partials;
import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.job.PoolShape;
import io.millrace.engine.kernel.KernelChoice;
import io.millrace.engine.kernel.Kernels;
import io.millrace.engine.pool.Crew;
import io.millrace.engine.pool.JvmLauncher;
import io.millrace.engine.pool.NoCrew;
import io.millrace.engine.pool.ProcessCrew;
import io.millrace.engine.pool.ThreadCrew;
import io.millrace.engine.worker.ProcessIdentity;
import io.millrace.engine.worker.WorkerMain;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.ProcessInfo;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.region.Regions;
import io.millrace.shm.sync.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Workers that compute over whole arrays of one mapped file, together, at memory speed.
///
/// ```java
/// try (Pool pool = Pool.start(memory, 4)) {
///     pool.map(prices, DoubleUnaryOp.SQUARE, squares);
///     double total = pool.reduce(squares, Reduction.SUM);
/// }
/// ```
///
/// Nothing is serialized: a job is an entry in the file that names arrays there. Any thread may
/// submit, several at once. A worker that dies, at any instruction, is replaced and its chunks are
/// done again: the result has the same bits. A chunk that kills `maxAttempts` workers fails its job
/// with [io.millrace.shm.WorkerException]; the pool goes on.
///
/// Calls are not checked: interrupted, they cancel the job, wait for the chunks in work, restore
/// the flag and throw [io.millrace.shm.JobCancelledException]. After [#close]:
/// `IllegalStateException`.
public final class Pool
        implements AutoCloseable, DoubleJobs, FloatJobs, LongJobs, IntJobs, ShortJobs, ByteJobs, TaskJobs, RangeJobs {
    private final SharedMemory memory;
    private final boolean ownsMemory;
    private final Regions.Pin pin;
    private final PoolRegion region;
    private final Crew crew;
    private final Helpers helpers;
    private final ArrayJobs arrays;
    private final Submissions submissions;
    private final Tasks tasks;
    private final Object stopping = new Object();
    private boolean stopped;

    private Pool(SharedMemory memory, boolean ownsMemory, PoolOptions options) {
        this.memory = memory;
        this.ownsMemory = ownsMemory;
        int workers = options.workerCount();
        memory.attachment().needsSweeper(JobRecovery.BIT);
        Supplier<Kernels> kernels = Once.of(() -> KernelChoice.resolve(options.kernel()));
        this.region = PoolRegion.create(
                memory,
                options.name(),
                PoolShape.of(workers, options.maxAttempts(), options.kernel(), options.waiting()));
        this.pin = memory.pin("pool " + region.name());
        this.helpers = new Helpers(region, kernels);
        this.crew = crewOrNothing(options, workers, kernels);
        this.submissions = new Submissions(new JobRunner.Ground(region, crew, helpers));
        this.arrays = new ArrayJobs(this, memory, options.schedule());
        this.tasks = new Tasks(region, crew);
    }

    /// Options that no worker can be started with leave no tables behind.
    private Crew crewOrNothing(PoolOptions options, int workers, Supplier<Kernels> kernels) {
        try {
            return crew(options, workers, kernels);
        } catch (RuntimeException refused) {
            removeTables();
            throw refused;
        }
    }

    private Crew crew(PoolOptions options, int workers, Supplier<Kernels> kernels) {
        return switch (options.workerKind()) {
            case PROCESS -> new ProcessCrew(region, launcher(options, workers));
            case THREAD -> new ThreadCrew(
                    region, (slot, seat) -> new ChunkRunner(region, kernels.get(), slot, seat));
            case CALLER -> new NoCrew();
        };
    }

    private ProcessCrew.Launcher launcher(PoolOptions options, int workers) {
        JvmLauncher jvms = new JvmLauncher(
                options.jvm(workers), WorkerMain.class, KernelChoice.needsIncubatorModule(options.kernel()));
        return seat -> jvms.launch(
                ProcessIdentity.ofChild("worker-" + seat),
                List.of(memory.file().toString(), region.name(), Integer.toString(seat)));
    }

    /// A pool on that file with a worker process for each processor this process may use, container
    /// limits included.
    public static Pool start(SharedMemory memory) {
        return start(memory, PoolOptions.defaults());
    }

    /// A pool on that file with so many worker processes.
    public static Pool start(SharedMemory memory, int workers) {
        return start(memory, PoolOptions.defaults().workers(atLeastOne(workers)));
    }

    /// A pool on that file. Returns when every worker is ready.
    ///
    /// @throws io.millrace.shm.WorkerException when a worker ends before it is ready, with its last
    ///         words
    /// @throws io.millrace.shm.OutOfSpaceException when the engine's area of the file is too small
    ///         for its tables
    public static Pool start(SharedMemory memory, PoolOptions options) {
        return start(Objects.requireNonNull(memory, "memory"), false, options);
    }

    /// A pool with a temporary file of its own: [#memory].
    public static Pool start(int workers) {
        return start(PoolOptions.defaults().workers(atLeastOne(workers)));
    }

    /// A pool with a temporary file of its own, of [MemoryOptions#defaults] size: [#memory].
    public static Pool start(PoolOptions options) {
        SharedMemory memory = SharedMemory.temporary(MemoryOptions.defaults().byteSize());
        try {
            return start(memory, true, options);
        } catch (RuntimeException failed) {
            memory.close();
            throw failed;
        }
    }

    private static int atLeastOne(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers out of range: workers=%d; give 1 or more".formatted(workers));
        }
        return workers;
    }

    private static Pool start(SharedMemory memory, boolean ownsMemory, PoolOptions options) {
        if (memory.isReadOnly()) {
            throw new UnsupportedOperationException(
                    "a pool writes to its file, and this one is attached read-only: file=%s; use SharedMemory.attach"
                            .formatted(memory.file()));
        }
        Pool pool = new Pool(memory, ownsMemory, options);
        try {
            pool.crew.start();
        } catch (RuntimeException failed) {
            pool.removeTables();
            throw failed;
        }
        return pool;
    }

    /// The file it works on.
    public SharedMemory memory() {
        return memory;
    }

    /// Its name, and that of its tables in the file.
    public String name() {
        return region.name();
    }

    /// `out[i] = (type of out) in[i]`, by Java's casts: between any two of the six types.
    public void convert(NumericArray in, NumericArray out) {
        arrays.convert(in, out).run();
    }

    /// [#convert] without waiting.
    public Job<Void> convertAsync(NumericArray in, NumericArray out) {
        return arrays.convert(in, out).start();
    }

    /// The workers that are ready now.
    public List<ProcessInfo> workers() {
        submissions.requireOpen();
        List<Integer> slots = IntStream.range(0, region.shape().workers())
                .mapToObj(seat -> region.seats().holder(seat))
                .toList();
        return memory.processes().stream()
                .filter(process -> slots.contains(process.slot()))
                .toList();
    }

    /// What it did so far.
    public PoolStats stats() {
        submissions.requireOpen();
        List<Long> chunks = new ArrayList<>();
        for (int seat = 0; seat < region.shape().workers(); seat++) {
            chunks.add(region.seats().chunks(seat));
        }
        return new PoolStats(
                region.shape().workers(),
                submissions.submitted() + tasks.submitted(),
                submissions.finished() + tasks.finished(),
                crew.deaths(),
                chunks);
    }

    /// Finishes what was submitted, then stops. Idempotent.
    @Override
    public void close() {
        refuse();
        submissions.awaitAll();
        tasks.awaitAll();
        stop();
    }

    /// Drops what was submitted: its callers get [io.millrace.shm.JobCancelledException]. Returns
    /// at once; [#awaitTermination] tells when all has ended.
    public void shutdownNow() {
        refuse();
        submissions.abortAll();
        tasks.abortAll();
        Thread.ofPlatform().daemon().name("millrace-shutdown").start(this::close);
    }

    private void refuse() {
        submissions.refuse();
        tasks.refuse();
    }

    /// Waits until a pool that was told to close has stopped.
    ///
    /// @return false when the time ran out first
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + Patience.nanosOf(timeout);
        synchronized (stopping) {
            while (!stopped) {
                long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (millis <= 0) {
                    return false;
                }
                stopping.wait(millis);
            }
        }
        return true;
    }

    private void stop() {
        synchronized (stopping) {
            if (stopped) {
                return;
            }
            tasks.close();
            region.close();
            crew.close();
            removeTables();
            if (ownsMemory) {
                memory.close();
            }
            stopped = true;
            stopping.notifyAll();
        }
    }

    private void removeTables() {
        region.close();
        helpers.close();
        region.drop();
        pin.close();
    }

    Tasks tasks() {
        return tasks;
    }

    ArrayJobs arrays() {
        return arrays;
    }

    <R> R run(JobSpec spec, Function<Partials, R> result) {
        return submissions.run(spec, result);
    }

    <R> Job<R> startJob(JobSpec spec, Function<Partials, R> result) {
        return submissions.start(spec, result);
    }
}
