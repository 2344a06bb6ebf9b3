package io.millrace.engine;

import io.millrace.engine.job.JobSpec;
import io.millrace.engine.job.Partials;
import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.worker.WorkerSelf;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.ProcessInfo;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.sync.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
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
    private final Tenure tenure;
    private final PoolRegion region;
    private final ArrayJobs arrays;
    private final Submissions submissions;
    private final Tasks tasks;
    private final Object stopping = new Object();
    private boolean stopped;
    private volatile boolean ending;

    private Pool(SharedMemory memory, Tenure tenure, Schedule schedule) {
        this.memory = memory;
        this.tenure = tenure;
        this.region = tenure.region();
        this.submissions = new Submissions(new JobRunner.Ground(region, tenure.crew(), tenure.helpers()));
        this.arrays = new ArrayJobs(this, memory, schedule);
        this.tasks = new Tasks(tenure);
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

    /// A pool with a temporary file of its own, of [MemoryOptions#defaults] size with room for its
    /// tables: [#memory].
    public static Pool start(PoolOptions options) {
        SharedMemory memory = SharedMemory.temporary(OwnPool.memoryFor(options));
        try {
            return start(memory, true, options);
        } catch (RuntimeException failed) {
            memory.close();
            throw failed;
        }
    }

    /// The pool that another process started on that file, to submit to it. It stays the other's: it
    /// alone replaces workers and resizes it, and closing the one returned here ends only what this
    /// process submitted. When the owner dies, calls end with [io.millrace.shm.PeerDiedException]; when
    /// it closes the pool, those in work are finished, or end with
    /// [io.millrace.shm.JobCancelledException], and later ones with `IllegalStateException`.
    ///
    /// @throws io.millrace.shm.NoSuchRegionException when there is none
    /// @throws IllegalArgumentException when there are several
    /// @throws IllegalStateException in a worker of that pool, which would wait for itself
    public static Pool attach(SharedMemory memory) {
        return guest(memory, null);
    }

    /// As [#attach(SharedMemory)], by its name.
    public static Pool attach(SharedMemory memory, String name) {
        return guest(memory, Objects.requireNonNull(name, "name"));
    }

    private static Pool guest(SharedMemory memory, @Nullable String name) {
        requireWritable(memory);
        return new Pool(memory, new GuestPool(memory, name), Schedule.AUTO);
    }

    private static int atLeastOne(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers out of range: workers=%d; give 1 or more".formatted(workers));
        }
        return workers;
    }

    private static Pool start(SharedMemory memory, boolean ownsMemory, PoolOptions options) {
        requireWritable(memory);
        return new Pool(memory, new OwnPool(memory, ownsMemory, options).start(), options.schedule());
    }

    private static void requireWritable(SharedMemory memory) {
        if (memory.isReadOnly()) {
            throw new UnsupportedOperationException(
                    "a pool writes to its file, and this one is attached read-only: file=%s; use SharedMemory.attach"
                            .formatted(memory.file()));
        }
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

    /// Changes how many workers there are. Returns when the new ones are ready; those that are too many
    /// go when they are through with what they do. In a pool that grows and shrinks by load, load
    /// changes the number further.
    ///
    /// @param workers 1 to `maxWorkers` of the options, or to 8 if that was not given
    /// @throws io.millrace.shm.WorkerException when a new one ends before it is ready
    /// @throws UnsupportedOperationException when another process started this pool
    public void resize(int workers) {
        submissions.requireOpen();
        tenure.resize(workers);
    }

    /// The workers that are ready now, but for those that are to leave.
    public List<ProcessInfo> workers() {
        requireOpen();
        List<Integer> slots = IntStream.range(0, region.shape().workers())
                .filter(seat -> !region.seats().isSentHome(seat))
                .mapToObj(seat -> region.seats().holder(seat))
                .toList();
        return memory.processes().stream()
                .filter(process -> slots.contains(process.slot()))
                .toList();
    }

    /// What it did so far.
    public PoolStats stats() {
        requireOpen();
        List<Long> chunks = new ArrayList<>();
        for (int seat = 0; seat < region.shape().workers(); seat++) {
            chunks.add(region.seats().chunks(seat));
        }
        return new PoolStats(
                region.workers(),
                submissions.submitted() + tasks.submitted(),
                submissions.finished() + tasks.finished(),
                tenure.crew().deaths(),
                chunks);
    }

    /// Finishes what was submitted, then stops. Idempotent.
    @Override
    public void close() {
        submissions.refuse();
        tasks.refuse();
        submissions.awaitAll();
        tasks.awaitAll();
        stop();
    }

    /// Drops what was submitted: its callers get [io.millrace.shm.JobCancelledException]. Returns
    /// at once; [#awaitTermination] tells when all has ended. Workers that run tasks are killed; array
    /// work comes to the end of its chunks, and one that never does has to be killed by who submitted it.
    public void shutdownNow() {
        if (ending) {
            return;
        }
        submissions.refuse();
        submissions.abortAll();
        tasks.dropAll();
        tenure.dismiss();
        tasks.abortAll(); // now that who is killed is not replaced
        Thread.ofPlatform().daemon().name("millrace-shutdown").start(this::close);
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
            ending = true;
            tasks.close();
            tenure.close();
            stopped = true;
            stopping.notifyAll();
        }
    }

    private void requireOpen() {
        submissions.requireOpen();
        tenure.requireOpen();
    }

    /// That the calling thread may submit.
    private void admit() {
        tenure.requireOpen();
        WorkerSelf.current()
                .filter(self -> region.shape().workers() > 0 && self.isOf(region))
                .ifPresent(self -> {
                    throw new IllegalStateException(
                            "a task cannot submit to its own pool, where it might wait for itself: pool=%s, worker=%d; start another pool, or submit from outside"
                                    .formatted(region.name(), self.index()));
                });
    }

    /// That the workers can load the class of a function.
    void requireLoadable(Object function) {
        tenure.requireLoadable(function);
    }

    Tasks tasks() {
        admit();
        return tasks;
    }

    ArrayJobs arrays() {
        admit();
        return arrays;
    }

    <R> R run(JobSpec spec, Function<Partials, R> result) {
        return submissions.run(spec, result);
    }

    <R> Job<R> startJob(JobSpec spec, Function<Partials, R> result) {
        return submissions.start(spec, result);
    }
}
