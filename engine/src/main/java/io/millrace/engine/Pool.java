package io.millrace.engine;

import static java.util.Objects.requireNonNull;

import io.millrace.engine.expression.DoubleEvaluation;
import io.millrace.engine.expression.DoubleExpression;
import io.millrace.engine.expression.DoublePreparation;
import io.millrace.engine.expression.FloatExpression;
import io.millrace.engine.expression.IntExpression;
import io.millrace.engine.expression.LongEvaluation;
import io.millrace.engine.expression.LongExpression;
import io.millrace.engine.expression.LongPreparation;
import io.millrace.engine.internal.array.ArrayJobs;
import io.millrace.engine.internal.array.ExpressionJobs;
import io.millrace.engine.internal.array.PieceJobs;
import io.millrace.engine.internal.array.Submissions;
import io.millrace.engine.internal.crew.StartFailures;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.internal.pool.AttachedPool;
import io.millrace.engine.internal.pool.CallerFrames;
import io.millrace.engine.internal.pool.Completions;
import io.millrace.engine.internal.pool.ExitNotice;
import io.millrace.engine.internal.pool.HostedPool;
import io.millrace.engine.internal.pool.PoolBackend;
import io.millrace.engine.internal.stream.FileStreams;
import io.millrace.engine.internal.stream.StreamSettings;
import io.millrace.engine.internal.task.Histogram;
import io.millrace.engine.internal.task.ItemPairs;
import io.millrace.engine.internal.task.LazyTasks;
import io.millrace.engine.internal.task.RangeTasks;
import io.millrace.engine.internal.task.Tasks;
import io.millrace.engine.internal.worker.NestedStart;
import io.millrace.engine.internal.worker.WorkerSelf;
import io.millrace.engine.kernel.Reduction;
import io.millrace.engine.stream.FileStream;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.ProcessInfo;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.FloatArray;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.data.ShortArray;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.wait.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Workers that compute over whole arrays of one mapped file at memory speed, and run functions over
/// objects.
///
/// ```java
/// try (Pool pool = Pool.start(memory, 4)) {
///     pool.map(prices, DoubleUnaryOp.SQUARE, squares);
///     double total = pool.reduce(squares, Reduction.SUM);
///     List<Integer> lengths = pool.mapAll(List.of("a", "bb"), String::length);
/// }
/// ```
///
/// | calls                                                              | over                         |
/// |--------------------------------------------------------------------|------------------------------|
/// | `map` `mapIndexed` `zip` `zip3` `convert` `scan`                   | whole arrays, into an array  |
/// | `reduce` `mapReduce` `dot` `summary` `collect` `histogram`         | whole arrays, into one value |
/// | `argMin` `argMax` `norm` `where`                                   | whole arrays, into one value |
/// | `eval` `prepare`                                                   | expressions, in one pass     |
/// | `stream`                                                           | files larger than memory     |
/// | `fill` `generate`                                                  | an array                     |
/// | `forRanges`                                                        | parts of a range of indices  |
/// | `mapAll` `mapLazily` `mapUnordered` `mapOutcomes`                  | items, which are objects     |
/// | `submit` `submitAll` `runInEachWorker`                             | tasks                        |
/// | `asExecutorService` `remote`                                       | tasks, for other libraries   |
///
/// Each call waits for its result; its form with `Async` returns a [Job] at once. Any thread may call,
/// several at once.
///
/// **Arrays.** Nothing is serialized: a job is an entry in the file that names arrays there. All arrays of
/// a call are in the pool's file; an output of an attachment that is read-only is an
/// `UnsupportedOperationException`. Inputs of `byte` and `short` are widened to `long`, maps of them give a
/// `LongArray`, generated elements are narrowed. Sums follow one fixed tree: the same bits for any number
/// of workers, any chunk size, any kernel and any number of deaths.
///
/// **Functions** over arrays are the built-in ones of `io.millrace.engine.kernel`, which are fastest, or
/// your own: a lambda, a method reference, a record or an enum, which travels with what it captured. Each
/// runs in a loop that is compiled for it alone. Workers call it at the same time, and after a death again
/// for the same element, so its result must depend on its arguments alone.
///
/// **Tasks.** Functions over items, items and results travel by `Codec.any()`. What cannot travel is a
/// [io.millrace.shm.NotTransportableException] of the call or, if it is a result, the failure of its task.
/// The pool sends items in batches that take a millisecond or two: cheap tasks may be very many.
///
/// **Deaths.** A worker that dies, at any instruction, is replaced. Its chunks are done again: the result
/// has the same bits. Its task is run again, unless [TaskOptions] say otherwise. A chunk that kills
/// `maxAttempts` workers fails its job, a task that does so fails alone, with a [WorkerException]; the pool
/// goes on.
///
/// **Exceptions.** What code of the user's throws is the cause of a [WorkerException]. In addition to what
/// a call names, it throws `IllegalStateException` when the pool is closed, and in a worker of the same
/// pool; [JobCancelledException] when its thread is interrupted, after the chunks and tasks
/// that run have ended, with the flag restored; [io.millrace.shm.PeerDiedException] when the process that
/// owns an attached pool dies. The job of an `Async` form ends with what the waiting form throws.
///
/// **Whose code runs where.** Where workers are processes, functions, reductions and collectors of the
/// user's, C functions and tasks run in workers alone, never in the process that submits. Built-in
/// operations run in both: the submitter takes part in each, in the place of one worker where there are as
/// many workers as processors. It leaves a part in which a worker died to the other workers.
///
/// **What never returns.** A job that is cancelled, by [Job#cancel], [#shutdownNow] or an interrupt, ends
/// when the chunks that run have ended; after [PoolOptions#cancelGrace] the worker processes that still
/// run one are killed and replaced. Nothing can stop a function in a worker *thread* from outside: if it
/// never returns, neither does the call.
///
/// **At the end of the program.** All threads of a pool are daemons: a program ends although work that it
/// submitted and does not wait for is not done. One line on standard error tells what is dropped then.
/// [#close] finishes the work instead.
///
/// This file is longer than others on purpose: it is the door of the engine, and each call is one line.
public final class Pool implements AutoCloseable {
    /// How long [#close] waits without a word.
    private static final Duration SILENT_CLOSE = Duration.ofSeconds(10);

    private final SharedMemory memory;
    private final boolean ownsMemory;
    private final PoolBackend backend;
    private final PoolRegion region;
    private final ArrayJobs arrays;
    private final Submissions submissions;
    private final LazyTasks tasks;
    private final Completions completions = new Completions();
    private final ExitNotice exitNotice;
    private final Object stopping = new Object();
    private boolean stopped;
    private boolean ending;

    private Pool(SharedMemory memory, boolean ownsMemory, PoolBackend backend, Schedule schedule) {
        this.memory = memory;
        this.ownsMemory = ownsMemory;
        this.backend = backend;
        this.region = backend.region();
        this.submissions = new Submissions(region, completions);
        this.tasks = new LazyTasks(backend, completions);
        this.arrays = new ArrayJobs(backend, submissions, tasks, schedule);
        this.exitNotice = new ExitNotice(region.name(), submissions::inWork, tasks::inWork, System.err).register();
    }

    /// Starts a pool on that file with a worker process for each processor that this process may use,
    /// container limits included.
    ///
    /// @throws IllegalStateException when the memory is closed, or when a static initializer starts the pool
    ///         in a process that Millrace started
    /// @throws UnsupportedOperationException when the memory is attached read-only
    /// @throws io.millrace.shm.OutOfSpaceException when the engine's area of the file is too small for the
    ///         pool's tables
    public static Pool start(SharedMemory memory) {
        return start(memory, PoolOptions.defaults());
    }

    /// Starts a pool on that file with that many worker processes.
    ///
    /// @throws IllegalArgumentException when `workers` is below 1 or above 1,000
    /// @throws IllegalStateException when the memory is closed, or when a static initializer starts the pool
    ///         in a process that Millrace started
    /// @throws UnsupportedOperationException when the memory is attached read-only
    /// @throws io.millrace.shm.OutOfSpaceException when the engine's area of the file is too small for the
    ///         pool's tables
    public static Pool start(SharedMemory memory, int workers) {
        return start(memory, PoolOptions.defaults().workers(atLeastOne(workers)));
    }

    /// Starts a pool on that file. Returns without waiting for the workers' JVMs: a call takes those that
    /// are ready, and [#awaitWorkers] waits for all. They are launched 400 ms later, or as soon as a call
    /// needs workers or takes long, so that a short program without such a call starts none. When the
    /// system does not start a JVM, or workers cannot begin, that method and the first call that needs a
    /// worker throw.
    ///
    /// In a process that Millrace started (a worker, a [JvmProcess]), a static initializer cannot start a
    /// pool of worker processes: the workers would load the same class and start more. In the program
    /// itself it can, but then no worker may ever load that class.
    ///
    /// @throws IllegalArgumentException when the options contradict each other
    /// @throws IllegalStateException when the memory is closed, or when a static initializer starts the pool
    ///         in a process that Millrace started
    /// @throws UnsupportedOperationException when the memory is attached read-only
    /// @throws java.io.UncheckedIOException when the workers' working directory is missing, or a variable of
    ///         their environment is too long
    /// @throws io.millrace.shm.OutOfSpaceException when the engine's area of the file is too small for the
    ///         pool's tables
    public static Pool start(SharedMemory memory, PoolOptions options) {
        requireWritable(requireNonNull(memory, "memory"));
        return start(memory, false, options);
    }

    /// Starts a pool with a temporary file of its own: [#memory].
    ///
    /// @throws IllegalArgumentException when `workers` is below 1 or above 1,000
    /// @throws IllegalStateException when a static initializer starts the pool in a process that Millrace
    ///         started
    /// @throws io.millrace.shm.OutOfSpaceException when there is no room for the file
    public static Pool start(int workers) {
        return start(PoolOptions.defaults().workers(atLeastOne(workers)));
    }

    /// Starts a pool with a temporary file of its own, of [MemoryOptions#defaults] size with room for the
    /// pool's tables: [#memory].
    ///
    /// @throws IllegalArgumentException when the options contradict each other
    /// @throws IllegalStateException when a static initializer starts the pool in a process that Millrace
    ///         started
    /// @throws java.io.UncheckedIOException when the workers' working directory is missing, or a variable of
    ///         their environment is too long
    /// @throws io.millrace.shm.OutOfSpaceException when there is no room for the file
    public static Pool start(PoolOptions options) {
        requireMayStart(options);
        SharedMemory memory = SharedMemory.temporary(HostedPool.memoryFor(options));
        try {
            return start(memory, true, options);
        } catch (RuntimeException failed) {
            memory.close();
            throw failed;
        }
    }

    /// The pool that another process started on that file, to submit to it. The owner alone replaces
    /// workers and resizes the pool; closing the object returned here ends only what this process
    /// submitted. When the owner dies, calls end with [io.millrace.shm.PeerDiedException]. When the owner
    /// closes the pool, calls that run are finished, or end with [JobCancelledException],
    /// and later ones end with `IllegalStateException`.
    ///
    /// @throws io.millrace.shm.NoSuchRegionException when no pool was started on the file
    /// @throws IllegalArgumentException when several were
    /// @throws IllegalStateException when the memory or the pool is closed, and in a worker of that pool,
    ///         which would wait for itself
    /// @throws io.millrace.shm.PeerDiedException when the owner is dead
    /// @throws UnsupportedOperationException when the memory is attached read-only
    public static Pool attach(SharedMemory memory) {
        return attachedPool(memory, null);
    }

    /// As [#attach(SharedMemory)], the pool of that name.
    ///
    /// @throws io.millrace.shm.NoSuchRegionException when the file has no pool of that name
    /// @throws IllegalStateException when the memory or the pool is closed, and in a worker of that pool,
    ///         which would wait for itself
    /// @throws io.millrace.shm.PeerDiedException when the owner is dead
    /// @throws UnsupportedOperationException when the memory is attached read-only
    public static Pool attach(SharedMemory memory, String name) {
        return attachedPool(memory, requireNonNull(name, "name"));
    }

    private static Pool attachedPool(SharedMemory memory, @Nullable String name) {
        requireWritable(memory);
        return new Pool(memory, false, new AttachedPool(MemoryAccess.regionsOf(memory), name), Schedule.AUTO);
    }

    private static int atLeastOne(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers out of range: workers=%,d; give 1 to 1,000".formatted(workers));
        }
        return workers;
    }

    private static Pool start(SharedMemory memory, boolean ownsMemory, PoolOptions options) {
        requireMayStart(options);
        PoolBackend backend = new HostedPool(MemoryAccess.regionsOf(memory), options).start();
        return new Pool(memory, ownsMemory, backend, options.schedule());
    }

    private static void requireMayStart(PoolOptions options) {
        if (options.workerKind() == WorkerKind.PROCESS) {
            NestedStart.require("a pool");
        }
    }

    private static void requireWritable(SharedMemory memory) {
        MemoryAccess.regionsOf(memory).openFile(); // throws when the memory is closed
        if (memory.isReadOnly()) {
            throw new UnsupportedOperationException(
                    "a pool writes to its file, and this one is attached read-only: file=%s; use SharedMemory.attach"
                            .formatted(memory.file()));
        }
    }

    /// The file that holds the pool's arrays and tables.
    public SharedMemory memory() {
        return memory;
    }

    /// The name of the pool and of its tables in the file.
    public String name() {
        return region.name();
    }

    // ---- map, zip, zip3, convert

    /// `out[i] = op(in[i])`; `out` may be `in`.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void map(DoubleArray in, DoubleUnary op, DoubleArray out) {
        arrays().map(in, Op.of(NativeOp.byChunks(op)), out).run();
    }

    /// As [#map(DoubleArray, DoubleUnary, DoubleArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> mapAsync(DoubleArray in, DoubleUnary op, DoubleArray out) {
        return Job.start(arrays().map(in, Op.of(NativeOp.byChunks(op)), out));
    }

    /// `out[i] = op(in[i])`; `out` may be `in`.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void map(FloatArray in, FloatUnary op, FloatArray out) {
        arrays().map(in, Op.of(op), out).run();
    }

    /// As [#map(FloatArray, FloatUnary, FloatArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> mapAsync(FloatArray in, FloatUnary op, FloatArray out) {
        return Job.start(arrays().map(in, Op.of(op), out));
    }

    /// `out[i] = op(in[i])`; `out` may be `in`.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws ArithmeticException when an exact operation overflows: elements before and behind
    ///         may be new
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void map(LongArray in, LongUnary op, LongArray out) {
        arrays().map(in, Op.of(op), out).run();
    }

    /// As [#map(LongArray, LongUnary, LongArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> mapAsync(LongArray in, LongUnary op, LongArray out) {
        return Job.start(arrays().map(in, Op.of(op), out));
    }

    /// `out[i] = op(in[i])`; `out` may be `in`.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws ArithmeticException when an exact operation overflows: elements before and behind
    ///         may be new
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void map(IntArray in, IntUnary op, IntArray out) {
        arrays().map(in, Op.of(op), out).run();
    }

    /// As [#map(IntArray, IntUnary, IntArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> mapAsync(IntArray in, IntUnary op, IntArray out) {
        return Job.start(arrays().map(in, Op.of(op), out));
    }

    /// `out[i] = op(in[i])`, computed in `long`.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws ArithmeticException when an exact operation overflows: elements before and behind
    ///         may be new
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void map(ShortArray in, LongUnary op, LongArray out) {
        arrays().map(in, Op.of(op), out).run();
    }

    /// As [#map(ShortArray, LongUnary, LongArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> mapAsync(ShortArray in, LongUnary op, LongArray out) {
        return Job.start(arrays().map(in, Op.of(op), out));
    }

    /// `out[i] = op(in[i])`, computed in `long`.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws ArithmeticException when an exact operation overflows: elements before and behind
    ///         may be new
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void map(ByteArray in, LongUnary op, LongArray out) {
        arrays().map(in, Op.of(op), out).run();
    }

    /// As [#map(ByteArray, LongUnary, LongArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> mapAsync(ByteArray in, LongUnary op, LongArray out) {
        return Job.start(arrays().map(in, Op.of(op), out));
    }

    /// `out[i] = op(i, in[i])`; `out` may be `in`.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void mapIndexed(DoubleArray in, DoubleIndexed op, DoubleArray out) {
        arrays().mapIndexed(in, Op.of(op), out).run();
    }

    /// As [#mapIndexed(DoubleArray, DoubleIndexed, DoubleArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> mapIndexedAsync(DoubleArray in, DoubleIndexed op, DoubleArray out) {
        return Job.start(arrays().mapIndexed(in, Op.of(op), out));
    }

    /// `out[i] = op(i, in[i])`; `out` may be `in`.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void mapIndexed(FloatArray in, FloatIndexed op, FloatArray out) {
        arrays().mapIndexed(in, Op.of(op), out).run();
    }

    /// As [#mapIndexed(FloatArray, FloatIndexed, FloatArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> mapIndexedAsync(FloatArray in, FloatIndexed op, FloatArray out) {
        return Job.start(arrays().mapIndexed(in, Op.of(op), out));
    }

    /// `out[i] = op(i, in[i])`; `out` may be `in`.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void mapIndexed(LongArray in, LongIndexed op, LongArray out) {
        arrays().mapIndexed(in, Op.of(op), out).run();
    }

    /// As [#mapIndexed(LongArray, LongIndexed, LongArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> mapIndexedAsync(LongArray in, LongIndexed op, LongArray out) {
        return Job.start(arrays().mapIndexed(in, Op.of(op), out));
    }

    /// `out[i] = op(i, in[i])`; `out` may be `in`.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void mapIndexed(IntArray in, IntIndexed op, IntArray out) {
        arrays().mapIndexed(in, Op.of(op), out).run();
    }

    /// As [#mapIndexed(IntArray, IntIndexed, IntArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> mapIndexedAsync(IntArray in, IntIndexed op, IntArray out) {
        return Job.start(arrays().mapIndexed(in, Op.of(op), out));
    }

    /// `out[i] = op(i, in[i])`, computed in `long`.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void mapIndexed(ShortArray in, LongIndexed op, LongArray out) {
        arrays().mapIndexed(in, Op.of(op), out).run();
    }

    /// As [#mapIndexed(ShortArray, LongIndexed, LongArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> mapIndexedAsync(ShortArray in, LongIndexed op, LongArray out) {
        return Job.start(arrays().mapIndexed(in, Op.of(op), out));
    }

    /// `out[i] = op(i, in[i])`, computed in `long`.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void mapIndexed(ByteArray in, LongIndexed op, LongArray out) {
        arrays().mapIndexed(in, Op.of(op), out).run();
    }

    /// As [#mapIndexed(ByteArray, LongIndexed, LongArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> mapIndexedAsync(ByteArray in, LongIndexed op, LongArray out) {
        return Job.start(arrays().mapIndexed(in, Op.of(op), out));
    }

    /// `out[i] = op(first[i], second[i])`; `out` may be one of the inputs.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void zip(DoubleArray first, DoubleArray second, DoubleBinary op, DoubleArray out) {
        arrays().zip(first, second, Op.of(op), out).run();
    }

    /// As [#zip(DoubleArray, DoubleArray, DoubleBinary, DoubleArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> zipAsync(DoubleArray first, DoubleArray second, DoubleBinary op, DoubleArray out) {
        return Job.start(arrays().zip(first, second, Op.of(op), out));
    }

    /// `out[i] = op(first[i], second[i])`; `out` may be one of the inputs.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void zip(FloatArray first, FloatArray second, FloatBinary op, FloatArray out) {
        arrays().zip(first, second, Op.of(op), out).run();
    }

    /// As [#zip(FloatArray, FloatArray, FloatBinary, FloatArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> zipAsync(FloatArray first, FloatArray second, FloatBinary op, FloatArray out) {
        return Job.start(arrays().zip(first, second, Op.of(op), out));
    }

    /// `out[i] = op(first[i], second[i])`; `out` may be one of the inputs.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws ArithmeticException when an element is divided by zero: elements before and behind
    ///         may be new
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void zip(LongArray first, LongArray second, LongBinary op, LongArray out) {
        arrays().zip(first, second, Op.of(op), out).run();
    }

    /// As [#zip(LongArray, LongArray, LongBinary, LongArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> zipAsync(LongArray first, LongArray second, LongBinary op, LongArray out) {
        return Job.start(arrays().zip(first, second, Op.of(op), out));
    }

    /// `out[i] = op(first[i], second[i])`; `out` may be one of the inputs.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws ArithmeticException when an element is divided by zero: elements before and behind
    ///         may be new
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void zip(IntArray first, IntArray second, IntBinary op, IntArray out) {
        arrays().zip(first, second, Op.of(op), out).run();
    }

    /// As [#zip(IntArray, IntArray, IntBinary, IntArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> zipAsync(IntArray first, IntArray second, IntBinary op, IntArray out) {
        return Job.start(arrays().zip(first, second, Op.of(op), out));
    }

    /// `out[i] = op(first[i], second[i], third[i])`; `out` may be one of them.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void zip3(DoubleArray first, DoubleArray second, DoubleArray third, DoubleTernary op, DoubleArray out) {
        arrays().zip3(first, second, third, Op.of(op), out).run();
    }

    /// As [#zip3(DoubleArray, DoubleArray, DoubleArray, DoubleTernary, DoubleArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> zip3Async(
            DoubleArray first, DoubleArray second, DoubleArray third, DoubleTernary op, DoubleArray out) {
        return Job.start(arrays().zip3(first, second, third, Op.of(op), out));
    }

    /// `out[i] = op(first[i], second[i], third[i])`; `out` may be one of them.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void zip3(FloatArray first, FloatArray second, FloatArray third, FloatTernary op, FloatArray out) {
        arrays().zip3(first, second, third, Op.of(op), out).run();
    }

    /// As [#zip3(FloatArray, FloatArray, FloatArray, FloatTernary, FloatArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> zip3Async(
            FloatArray first, FloatArray second, FloatArray third, FloatTernary op, FloatArray out) {
        return Job.start(arrays().zip3(first, second, third, Op.of(op), out));
    }

    /// `out[i] = op(first[i], second[i], third[i])`; `out` may be one of them.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void zip3(LongArray first, LongArray second, LongArray third, LongTernary op, LongArray out) {
        arrays().zip3(first, second, third, Op.of(op), out).run();
    }

    /// As [#zip3(LongArray, LongArray, LongArray, LongTernary, LongArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> zip3Async(
            LongArray first, LongArray second, LongArray third, LongTernary op, LongArray out) {
        return Job.start(arrays().zip3(first, second, third, Op.of(op), out));
    }

    /// `out[i] = op(first[i], second[i], third[i])`; `out` may be one of them.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public void zip3(IntArray first, IntArray second, IntArray third, IntTernary op, IntArray out) {
        arrays().zip3(first, second, third, Op.of(op), out).run();
    }

    /// As [#zip3(IntArray, IntArray, IntArray, IntTernary, IntArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> zip3Async(
            IntArray first, IntArray second, IntArray third, IntTernary op, IntArray out) {
        return Job.start(arrays().zip3(first, second, third, Op.of(op), out));
    }

    /// `out[i] = (type of out) in[i]`, by Java's casts: between any two of the six types.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public void convert(NumericArray in, NumericArray out) {
        arrays().convert(in, out).run();
    }

    /// As [#convert(NumericArray, NumericArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap partly, or
    ///         one is of another file
    public Job<Void> convertAsync(NumericArray in, NumericArray out) {
        return Job.start(arrays().convert(in, out));
    }

    // ---- scan

    /// `out[i]` = the elements from `in[0]` to `in[i]`, combined: cumulative sums, products, minima and
    /// maxima, or by a reduction of your own. Computed as [#reduce(DoubleArray, Reduction)] does, in `double`
    /// or in `long`, and cast to the type of `out` by Java's casts.
    ///
    /// A block of 4,096 elements is combined from left to right, beginning with what all blocks before it
    /// combine to along the fixed tree: the same bits for any number of workers. Integers, minima and maxima
    /// are those of a plain loop, as `numpy.cumsum`; sums of `double` differ from it by rounding behind the
    /// first block.
    ///
    /// @param out another array: a scan is not in place
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap, one is of another file,
    ///         or the reduction is `COUNT_NONZERO`, `SUM_CHECKED` or does not fit the elements
    /// @throws WorkerException when a reduction of your own throws, or too many workers die of
    ///         one chunk
    public void scan(NumericArray in, Reduction how, NumericArray out) {
        arrays().scan(in, how, out).run();
    }

    /// As [#scan], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, the arrays overlap, one is of another file,
    ///         or the reduction is `COUNT_NONZERO`, `SUM_CHECKED` or does not fit the elements
    public Job<Void> scanAsync(NumericArray in, Reduction how, NumericArray out) {
        return Job.start(arrays().scan(in, how, out));
    }

    // ---- expressions

    /// Begins a job over an expression: what the result's method asks for is computed in one pass.
    public DoubleEvaluation<DoubleArray> eval(DoubleExpression expression) {
        return expressions().evaluateDoubles(expression);
    }

    /// Begins a job over an expression: what the result's method asks for is computed in one pass.
    public DoubleEvaluation<FloatArray> eval(FloatExpression expression) {
        return expressions().evaluateDoubles(expression);
    }

    /// Begins a job over an expression: what the result's method asks for is computed in one pass.
    public LongEvaluation<LongArray> eval(LongExpression expression) {
        return expressions().evaluateLongs(expression);
    }

    /// Begins a job over an expression: what the result's method asks for is computed in one pass.
    public LongEvaluation<IntArray> eval(IntExpression expression) {
        return expressions().evaluateLongs(expression);
    }

    /// Begins to prepare a job over an expression, which is then run any number of times.
    public DoublePreparation<DoubleArray> prepare(DoubleExpression expression) {
        return expressions().prepareDoubles(expression);
    }

    /// Begins to prepare a job over an expression, which is then run any number of times.
    public DoublePreparation<FloatArray> prepare(FloatExpression expression) {
        return expressions().prepareDoubles(expression);
    }

    /// Begins to prepare a job over an expression, which is then run any number of times.
    public LongPreparation<LongArray> prepare(LongExpression expression) {
        return expressions().prepareLongs(expression);
    }

    /// Begins to prepare a job over an expression, which is then run any number of times.
    public LongPreparation<IntArray> prepare(IntExpression expression) {
        return expressions().prepareLongs(expression);
    }

    // ---- stream

    /// Begins calls over a file that may be larger than the memory: it is read, computed and written piece by piece,
    /// all at the same time.
    ///
    /// @param in a file of numpy's by its name `.npy`, else of little-endian elements alone; opened by each call
    public FileStream stream(Path in) {
        PieceJobs jobs = new PieceJobs(arrays, this::admit, Pool::loops);
        return new FileStreams(
                new StreamSettings(jobs, MemoryAccess.regionsOf(memory), in, FileStream.DEFAULT_MEMORY_BYTES));
    }

    /// `op` of each `double` of a file, and all results become one number: `stream(in).doubles().mapReduce(op, how)`.
    ///
    /// @throws io.millrace.shm.FileAccessException when the file cannot be read, or becomes shorter
    /// @throws io.millrace.shm.FileFormatException when it is no whole number of elements, or a `.npy` file that
    ///         does not fit
    /// @throws io.millrace.shm.OutOfSpaceException when the memory has no room for the smallest pieces
    /// @throws JobCancelledException when the thread is interrupted
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    /// @throws IllegalStateException when the pool is closed, also between two pieces
    public double stream(Path in, DoubleUnary op, Reduction how) {
        return stream(in).doubles().mapReduce(op, how);
    }

    private static Object loops(Object function) {
        return function instanceof DoubleUnary op ? NativeOp.byChunks(op) : function;
    }

    // ---- reduce, mapReduce, dot, argMin, argMax, norm, where, summary, collect, histogram

    /// All elements become one number.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when a reduction of your own throws, or too many workers die of
    ///         one chunk
    public double reduce(DoubleArray in, Reduction how) {
        return arrays().runToDouble(in, null, how);
    }

    /// As [#reduce(DoubleArray, Reduction)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Double> reduceAsync(DoubleArray in, Reduction how) {
        return Job.start(arrays().reduceToDouble(in, null, how));
    }

    /// All elements become one number. The elements are added up in `double`.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when a reduction of your own throws, or too many workers die of
    ///         one chunk
    public double reduce(FloatArray in, Reduction how) {
        return arrays().runToDouble(in, null, how);
    }

    /// As [#reduce(FloatArray, Reduction)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Double> reduceAsync(FloatArray in, Reduction how) {
        return Job.start(arrays().reduceToDouble(in, null, how));
    }

    /// All elements become one number. Two's complement; `SUM_CHECKED` throws if the true total
    /// does not fit.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws ArithmeticException when the total of `SUM_CHECKED` does not fit
    /// @throws WorkerException when a reduction of your own throws, or too many workers die of
    ///         one chunk
    public long reduce(LongArray in, Reduction how) {
        return arrays().runToLong(in, null, how);
    }

    /// As [#reduce(LongArray, Reduction)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Long> reduceAsync(LongArray in, Reduction how) {
        return Job.start(arrays().reduceToLong(in, null, how));
    }

    /// All elements become one number. The result is a `long`.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws ArithmeticException when the total of `SUM_CHECKED` does not fit
    /// @throws WorkerException when a reduction of your own throws, or too many workers die of
    ///         one chunk
    public long reduce(IntArray in, Reduction how) {
        return arrays().runToLong(in, null, how);
    }

    /// As [#reduce(IntArray, Reduction)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Long> reduceAsync(IntArray in, Reduction how) {
        return Job.start(arrays().reduceToLong(in, null, how));
    }

    /// All elements become one number. The elements are widened to `long`.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws ArithmeticException when the total of `SUM_CHECKED` does not fit
    /// @throws WorkerException when a reduction of your own throws, or too many workers die of
    ///         one chunk
    public long reduce(ShortArray in, Reduction how) {
        return arrays().runToLong(in, null, how);
    }

    /// As [#reduce(ShortArray, Reduction)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Long> reduceAsync(ShortArray in, Reduction how) {
        return Job.start(arrays().reduceToLong(in, null, how));
    }

    /// All elements become one number. The elements are widened to `long`.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws ArithmeticException when the total of `SUM_CHECKED` does not fit
    /// @throws WorkerException when a reduction of your own throws, or too many workers die of
    ///         one chunk
    public long reduce(ByteArray in, Reduction how) {
        return arrays().runToLong(in, null, how);
    }

    /// As [#reduce(ByteArray, Reduction)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Long> reduceAsync(ByteArray in, Reduction how) {
        return Job.start(arrays().reduceToLong(in, null, how));
    }

    /// All `op(in[i])` become one number, in one pass: the bits of `map` followed by `reduce`.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public double mapReduce(DoubleArray in, DoubleUnary op, Reduction how) {
        return arrays().runToDouble(in, requireNonNull(op, "op"), how);
    }

    /// As [#mapReduce(DoubleArray, DoubleUnary, Reduction)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Double> mapReduceAsync(DoubleArray in, DoubleUnary op, Reduction how) {
        return Job.start(arrays().reduceToDouble(in, Op.of(op), how));
    }

    /// All `op(in[i])` become one number, in one pass: the bits of `map` followed by `reduce`. A
    /// product is rounded to `float` before it is added.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public double mapReduce(FloatArray in, FloatUnary op, Reduction how) {
        return arrays().runToDouble(in, requireNonNull(op, "op"), how);
    }

    /// As [#mapReduce(FloatArray, FloatUnary, Reduction)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Double> mapReduceAsync(FloatArray in, FloatUnary op, Reduction how) {
        return Job.start(arrays().reduceToDouble(in, Op.of(op), how));
    }

    /// All `op(in[i])` become one number, in one pass: the bits of `map` followed by `reduce`.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws ArithmeticException when an exact operation or the total of `SUM_CHECKED`
    ///         overflows
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public long mapReduce(LongArray in, LongUnary op, Reduction how) {
        return arrays().runToLong(in, requireNonNull(op, "op"), how);
    }

    /// As [#mapReduce(LongArray, LongUnary, Reduction)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Long> mapReduceAsync(LongArray in, LongUnary op, Reduction how) {
        return Job.start(arrays().reduceToLong(in, Op.of(op), how));
    }

    /// All `op(in[i])` become one number, in one pass: the bits of `map` followed by `reduce`. A
    /// sum computes `op` in `long`; other reductions take the mapped `int` values.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws ArithmeticException when an exact operation or the total of `SUM_CHECKED`
    ///         overflows
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public long mapReduce(IntArray in, IntUnary op, Reduction how) {
        return arrays().runToLong(in, requireNonNull(op, "op"), how);
    }

    /// As [#mapReduce(IntArray, IntUnary, Reduction)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Long> mapReduceAsync(IntArray in, IntUnary op, Reduction how) {
        return Job.start(arrays().reduceToLong(in, Op.of(op), how));
    }

    /// All `op(in[i])` become one number, in one pass: the bits of `map` followed by `reduce`.
    /// `op` gets the elements widened to `long`.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws ArithmeticException when an exact operation or the total of `SUM_CHECKED`
    ///         overflows
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public long mapReduce(ShortArray in, LongUnary op, Reduction how) {
        return arrays().runToLong(in, requireNonNull(op, "op"), how);
    }

    /// As [#mapReduce(ShortArray, LongUnary, Reduction)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Long> mapReduceAsync(ShortArray in, LongUnary op, Reduction how) {
        return Job.start(arrays().reduceToLong(in, Op.of(op), how));
    }

    /// All `op(in[i])` become one number, in one pass: the bits of `map` followed by `reduce`.
    /// `op` gets the elements widened to `long`.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws ArithmeticException when an exact operation or the total of `SUM_CHECKED`
    ///         overflows
    /// @throws WorkerException when `op` throws, or too many workers die of one chunk
    public long mapReduce(ByteArray in, LongUnary op, Reduction how) {
        return arrays().runToLong(in, requireNonNull(op, "op"), how);
    }

    /// As [#mapReduce(ByteArray, LongUnary, Reduction)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Long> mapReduceAsync(ByteArray in, LongUnary op, Reduction how) {
        return Job.start(arrays().reduceToLong(in, Op.of(op), how));
    }

    /// Sum of `first[i] * second[i]`.
    ///
    /// @throws IllegalArgumentException when the lengths differ, or an array is of another file
    public double dot(DoubleArray first, DoubleArray second) {
        return arrays().dotToDouble(first, second).run();
    }

    /// As [#dot(DoubleArray, DoubleArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, or an array is of another file
    public Job<Double> dotAsync(DoubleArray first, DoubleArray second) {
        return Job.start(arrays().dotToDouble(first, second));
    }

    /// Sum of `first[i] * second[i]`. Each product is rounded to `float` first.
    ///
    /// @throws IllegalArgumentException when the lengths differ, or an array is of another file
    public double dot(FloatArray first, FloatArray second) {
        return arrays().dotToDouble(first, second).run();
    }

    /// As [#dot(FloatArray, FloatArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, or an array is of another file
    public Job<Double> dotAsync(FloatArray first, FloatArray second) {
        return Job.start(arrays().dotToDouble(first, second));
    }

    /// Sum of `first[i] * second[i]`.
    ///
    /// @throws IllegalArgumentException when the lengths differ, or an array is of another file
    public long dot(LongArray first, LongArray second) {
        return arrays().dotToLong(first, second).run();
    }

    /// As [#dot(LongArray, LongArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, or an array is of another file
    public Job<Long> dotAsync(LongArray first, LongArray second) {
        return Job.start(arrays().dotToLong(first, second));
    }

    /// Sum of `first[i] * second[i]`.
    ///
    /// @throws IllegalArgumentException when the lengths differ, or an array is of another file
    public long dot(IntArray first, IntArray second) {
        return arrays().dotToLong(first, second).run();
    }

    /// As [#dot(IntArray, IntArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, or an array is of another file
    public Job<Long> dotAsync(IntArray first, IntArray second) {
        return Job.start(arrays().dotToLong(first, second));
    }

    /// Sum of `first[i] * second[i]`.
    ///
    /// @throws IllegalArgumentException when the lengths differ, or an array is of another file
    public long dot(ShortArray first, ShortArray second) {
        return arrays().dotToLong(first, second).run();
    }

    /// As [#dot(ShortArray, ShortArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, or an array is of another file
    public Job<Long> dotAsync(ShortArray first, ShortArray second) {
        return Job.start(arrays().dotToLong(first, second));
    }

    /// Sum of `first[i] * second[i]`.
    ///
    /// @throws IllegalArgumentException when the lengths differ, or an array is of another file
    public long dot(ByteArray first, ByteArray second) {
        return arrays().dotToLong(first, second).run();
    }

    /// As [#dot(ByteArray, ByteArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the lengths differ, or an array is of another file
    public Job<Long> dotAsync(ByteArray first, ByteArray second) {
        return Job.start(arrays().dotToLong(first, second));
    }

    /// The index of the first smallest element, as `numpy.argmin`: of equal elements the first, where -0.0
    /// and 0.0 are equal; the first NaN if there is one. Counted from the start of the array or slice; -1 for
    /// no elements.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public long argMin(NumericArray in) {
        return arrays().argMin(in).run();
    }

    /// As [#argMin], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Long> argMinAsync(NumericArray in) {
        return Job.start(arrays().argMin(in));
    }

    /// The index of the first greatest element, as [#argMin].
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public long argMax(NumericArray in) {
        return arrays().argMax(in).run();
    }

    /// As [#argMax], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Long> argMaxAsync(NumericArray in) {
        return Job.start(arrays().argMax(in));
    }

    /// The square root of the sum of squares: the bits of `Math.sqrt(mapReduce(in, SQUARE, SUM))` for `double`
    /// and `float`. Nothing is rescaled, as in NumPy: squares that overflow make it infinite. The sum of
    /// integers is exact.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws ArithmeticException when the sum of the squares of integers does not fit into a `long`
    public double norm(NumericArray in) {
        return arrays().norm(in).run();
    }

    /// As [#norm], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Double> normAsync(NumericArray in) {
        return Job.start(arrays().norm(in));
    }

    /// The elements that a condition holds for, to be counted or looked for.
    public Matches where(DoubleArray in, DoubleCondition condition) {
        return new Matches(this::arrays, in, Op.of(condition));
    }

    /// The elements that a condition holds for, to be counted or looked for.
    public Matches where(FloatArray in, FloatCondition condition) {
        return new Matches(this::arrays, in, Op.of(condition));
    }

    /// The elements that a condition holds for, to be counted or looked for.
    public Matches where(LongArray in, LongCondition condition) {
        return new Matches(this::arrays, in, Op.of(condition));
    }

    /// The elements that a condition holds for, to be counted or looked for.
    public Matches where(IntArray in, IntCondition condition) {
        return new Matches(this::arrays, in, Op.of(condition));
    }

    /// The elements that a condition holds for, to be counted or looked for. The condition gets
    /// them widened to `long`.
    public Matches where(ShortArray in, LongCondition condition) {
        return new Matches(this::arrays, in, Op.of(condition));
    }

    /// The elements that a condition holds for, to be counted or looked for. The condition gets
    /// them widened to `long`.
    public Matches where(ByteArray in, LongCondition condition) {
        return new Matches(this::arrays, in, Op.of(condition));
    }

    /// Count, sum, mean, variance, minimum and maximum in one pass.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public DoubleSummary summary(DoubleArray in) {
        return arrays().doubleSummary(in).run();
    }

    /// As [#summary(DoubleArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<DoubleSummary> summaryAsync(DoubleArray in) {
        return Job.start(arrays().doubleSummary(in));
    }

    /// Count, sum, mean, variance, minimum and maximum in one pass.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public DoubleSummary summary(FloatArray in) {
        return arrays().doubleSummary(in).run();
    }

    /// As [#summary(FloatArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<DoubleSummary> summaryAsync(FloatArray in) {
        return Job.start(arrays().doubleSummary(in));
    }

    /// Count, sum, mean, variance, minimum and maximum in one pass.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public LongSummary summary(LongArray in) {
        return arrays().longSummary(in).run();
    }

    /// As [#summary(LongArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<LongSummary> summaryAsync(LongArray in) {
        return Job.start(arrays().longSummary(in));
    }

    /// Count, sum, mean, variance, minimum and maximum in one pass.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public LongSummary summary(IntArray in) {
        return arrays().longSummary(in).run();
    }

    /// As [#summary(IntArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<LongSummary> summaryAsync(IntArray in) {
        return Job.start(arrays().longSummary(in));
    }

    /// Count, sum, mean, variance, minimum and maximum in one pass.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public LongSummary summary(ShortArray in) {
        return arrays().longSummary(in).run();
    }

    /// As [#summary(ShortArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<LongSummary> summaryAsync(ShortArray in) {
        return Job.start(arrays().longSummary(in));
    }

    /// Count, sum, mean, variance, minimum and maximum in one pass.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public LongSummary summary(ByteArray in) {
        return arrays().longSummary(in).run();
    }

    /// As [#summary(ByteArray)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<LongSummary> summaryAsync(ByteArray in) {
        return Job.start(arrays().longSummary(in));
    }

    /// Puts all elements into containers of the collector's, in the workers, and combines the containers
    /// in the order of the elements. The cuts depend on the length of the array alone, so the result is
    /// the same for any number of workers.
    ///
    /// @throws WorkerException when the collector throws, or too many workers die of one part
    /// @throws io.millrace.shm.NotTransportableException when the collector or a container cannot travel
    /// @throws JobCancelledException when the thread is interrupted
    public <A> A collect(DoubleArray in, DoubleCollector<A> collector) {
        return RangeTasks.collect(tasksToAwait(), in, collector).result();
    }

    /// As [#collect(DoubleArray, DoubleCollector)], without waiting.
    ///
    /// @throws io.millrace.shm.NotTransportableException when the collector cannot travel
    public <A> Job<A> collectAsync(DoubleArray in, DoubleCollector<A> collector) {
        return Job.start(RangeTasks.collect(tasks(), in, collector));
    }

    /// Counts the elements in each of `bins` parts of equal width of `lo` to `hi`. Each part holds its
    /// lower edge, the last one `hi` too; elements outside and NaN are not counted.
    ///
    /// @throws IllegalArgumentException when `lo` is not below `hi`, an edge is not finite, or `bins` is
    ///         below 1
    /// @throws WorkerException when too many workers die of one part
    /// @throws JobCancelledException when the thread is interrupted
    public long[] histogram(DoubleArray in, double lo, double hi, int bins) {
        return collect(in, new Histogram(lo, hi, bins));
    }

    /// As [#histogram(DoubleArray, double, double, int)], without waiting.
    ///
    /// @throws IllegalArgumentException when `lo` is not below `hi`, an edge is not finite, or `bins` is
    ///         below 1
    public Job<long[]> histogramAsync(DoubleArray in, double lo, double hi, int bins) {
        return collectAsync(in, new Histogram(lo, hi, bins));
    }

    // ---- fill, generate

    /// Every element becomes `value`.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public void fill(DoubleArray out, double value) {
        arrays().fill(out, Double.doubleToRawLongBits(value)).run();
    }

    /// As [#fill(DoubleArray, double)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Void> fillAsync(DoubleArray out, double value) {
        return Job.start(arrays().fill(out, Double.doubleToRawLongBits(value)));
    }

    /// Every element becomes `value`.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public void fill(FloatArray out, float value) {
        arrays().fill(out, Float.floatToRawIntBits(value)).run();
    }

    /// As [#fill(FloatArray, float)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Void> fillAsync(FloatArray out, float value) {
        return Job.start(arrays().fill(out, Float.floatToRawIntBits(value)));
    }

    /// Every element becomes `value`.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public void fill(LongArray out, long value) {
        arrays().fill(out, value).run();
    }

    /// As [#fill(LongArray, long)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Void> fillAsync(LongArray out, long value) {
        return Job.start(arrays().fill(out, value));
    }

    /// Every element becomes `value`.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public void fill(IntArray out, int value) {
        arrays().fill(out, value).run();
    }

    /// As [#fill(IntArray, int)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Void> fillAsync(IntArray out, int value) {
        return Job.start(arrays().fill(out, value));
    }

    /// Every element becomes `value`.
    ///
    /// @throws IllegalArgumentException when `value` is no `short`, or the array is of another
    ///         file
    public void fill(ShortArray out, int value) {
        arrays().fill(out, ArrayJobs.requireRange(value, Short.MIN_VALUE, Short.MAX_VALUE)).run();
    }

    /// As [#fill(ShortArray, int)], without waiting.
    ///
    /// @throws IllegalArgumentException when `value` is no `short`, or the array is of another
    ///         file
    public Job<Void> fillAsync(ShortArray out, int value) {
        return Job.start(arrays().fill(out, ArrayJobs.requireRange(value, Short.MIN_VALUE, Short.MAX_VALUE)));
    }

    /// Every element becomes `value`.
    ///
    /// @throws IllegalArgumentException when `value` is no `byte`, or the array is of another
    ///         file
    public void fill(ByteArray out, int value) {
        arrays().fill(out, ArrayJobs.requireRange(value, Byte.MIN_VALUE, Byte.MAX_VALUE)).run();
    }

    /// As [#fill(ByteArray, int)], without waiting.
    ///
    /// @throws IllegalArgumentException when `value` is no `byte`, or the array is of another
    ///         file
    public Job<Void> fillAsync(ByteArray out, int value) {
        return Job.start(arrays().fill(out, ArrayJobs.requireRange(value, Byte.MIN_VALUE, Byte.MAX_VALUE)));
    }

    /// `out[i] = fn(i)`.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when `fn` throws, or too many workers die of one chunk
    public void generate(DoubleArray out, DoubleGenerator fn) {
        arrays().generate(out, Op.of(fn), 0).run();
    }

    /// As [#generate(DoubleArray, DoubleGenerator)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Void> generateAsync(DoubleArray out, DoubleGenerator fn) {
        return Job.start(arrays().generate(out, Op.of(fn), 0));
    }

    /// `out[i] = fn(i)`.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when `fn` throws, or too many workers die of one chunk
    public void generate(FloatArray out, FloatGenerator fn) {
        arrays().generate(out, Op.of(fn), 0).run();
    }

    /// As [#generate(FloatArray, FloatGenerator)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Void> generateAsync(FloatArray out, FloatGenerator fn) {
        return Job.start(arrays().generate(out, Op.of(fn), 0));
    }

    /// `out[i] = fn(i)`.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when `fn` throws, or too many workers die of one chunk
    public void generate(LongArray out, LongGenerator fn) {
        arrays().generate(out, Op.of(fn), 0).run();
    }

    /// As [#generate(LongArray, LongGenerator)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Void> generateAsync(LongArray out, LongGenerator fn) {
        return Job.start(arrays().generate(out, Op.of(fn), 0));
    }

    /// `out[i] = fn(i)`.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when `fn` throws, or too many workers die of one chunk
    public void generate(IntArray out, IntGenerator fn) {
        arrays().generate(out, Op.of(fn), 0).run();
    }

    /// As [#generate(IntArray, IntGenerator)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Void> generateAsync(IntArray out, IntGenerator fn) {
        return Job.start(arrays().generate(out, Op.of(fn), 0));
    }

    /// `out[i] = fn(i)`, narrowed as by a cast.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when `fn` throws, or too many workers die of one chunk
    public void generate(ShortArray out, LongGenerator fn) {
        arrays().generate(out, Op.of(fn), 0).run();
    }

    /// As [#generate(ShortArray, LongGenerator)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Void> generateAsync(ShortArray out, LongGenerator fn) {
        return Job.start(arrays().generate(out, Op.of(fn), 0));
    }

    /// `out[i] = fn(i)`, narrowed as by a cast.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when `fn` throws, or too many workers die of one chunk
    public void generate(ByteArray out, LongGenerator fn) {
        arrays().generate(out, Op.of(fn), 0).run();
    }

    /// As [#generate(ByteArray, LongGenerator)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Void> generateAsync(ByteArray out, LongGenerator fn) {
        return Job.start(arrays().generate(out, Op.of(fn), 0));
    }

    /// Random elements: each block of 4,096 has a stream of its own, made from the seed and the
    /// number of the block, so the bits depend on nothing else.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when `fn` throws, or too many workers die of one chunk
    public void generate(DoubleArray out, long seed, RandomToDouble fn) {
        arrays().generate(out, Op.of(fn), seed).run();
    }

    /// As [#generate(DoubleArray, long, RandomToDouble)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Void> generateAsync(DoubleArray out, long seed, RandomToDouble fn) {
        return Job.start(arrays().generate(out, Op.of(fn), seed));
    }

    /// Random elements: each block of 4,096 has a stream of its own, made from the seed and the
    /// number of the block, so the bits depend on nothing else.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when `fn` throws, or too many workers die of one chunk
    public void generate(FloatArray out, long seed, RandomToFloat fn) {
        arrays().generate(out, Op.of(fn), seed).run();
    }

    /// As [#generate(FloatArray, long, RandomToFloat)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Void> generateAsync(FloatArray out, long seed, RandomToFloat fn) {
        return Job.start(arrays().generate(out, Op.of(fn), seed));
    }

    /// Random elements: each block of 4,096 has a stream of its own, made from the seed and the
    /// number of the block, so the bits depend on nothing else.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when `fn` throws, or too many workers die of one chunk
    public void generate(LongArray out, long seed, RandomToLong fn) {
        arrays().generate(out, Op.of(fn), seed).run();
    }

    /// As [#generate(LongArray, long, RandomToLong)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Void> generateAsync(LongArray out, long seed, RandomToLong fn) {
        return Job.start(arrays().generate(out, Op.of(fn), seed));
    }

    /// Random elements: each block of 4,096 has a stream of its own, made from the seed and the
    /// number of the block, so the bits depend on nothing else.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when `fn` throws, or too many workers die of one chunk
    public void generate(IntArray out, long seed, RandomToInt fn) {
        arrays().generate(out, Op.of(fn), seed).run();
    }

    /// As [#generate(IntArray, long, RandomToInt)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Void> generateAsync(IntArray out, long seed, RandomToInt fn) {
        return Job.start(arrays().generate(out, Op.of(fn), seed));
    }

    /// Random elements: each block of 4,096 has a stream of its own, made from the seed and the
    /// number of the block, so the bits depend on nothing else. The results of `fn` are narrowed
    /// as by a cast.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when `fn` throws, or too many workers die of one chunk
    public void generate(ShortArray out, long seed, RandomToLong fn) {
        arrays().generate(out, Op.of(fn), seed).run();
    }

    /// As [#generate(ShortArray, long, RandomToLong)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Void> generateAsync(ShortArray out, long seed, RandomToLong fn) {
        return Job.start(arrays().generate(out, Op.of(fn), seed));
    }

    /// Random elements: each block of 4,096 has a stream of its own, made from the seed and the
    /// number of the block, so the bits depend on nothing else. The results of `fn` are narrowed
    /// as by a cast.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    /// @throws WorkerException when `fn` throws, or too many workers die of one chunk
    public void generate(ByteArray out, long seed, RandomToLong fn) {
        arrays().generate(out, Op.of(fn), seed).run();
    }

    /// As [#generate(ByteArray, long, RandomToLong)], without waiting.
    ///
    /// @throws IllegalArgumentException when the array is of another file
    public Job<Void> generateAsync(ByteArray out, long seed, RandomToLong fn) {
        return Job.start(arrays().generate(out, Op.of(fn), seed));
    }

    // ---- forRanges

    /// Runs `body` over parts of the range that together are all of it: any code over arrays that `body`
    /// captured.
    ///
    /// A part runs at least once; when its worker dies, again. So let `body` write its results, not add to
    /// what is there: what a worker added before its death would count twice.
    ///
    /// @throws IllegalArgumentException when `from` is above `to`
    /// @throws WorkerException when `body` throws, or too many workers die of one part
    /// @throws io.millrace.shm.NotTransportableException when `body` cannot travel
    /// @throws JobCancelledException when the thread is interrupted
    public void forRanges(long from, long to, RangeBody body) {
        RangeTasks.forRanges(tasksToAwait(), from, to, body).result();
    }

    /// As [#forRanges(long, long, RangeBody)], without waiting.
    ///
    /// @throws IllegalArgumentException when `from` is above `to`
    /// @throws io.millrace.shm.NotTransportableException when `body` cannot travel
    public Job<@Nullable Void> forRangesAsync(long from, long to, RangeBody body) {
        return Job.start(RangeTasks.forRanges(tasks(), from, to, body));
    }

    // ---- mapAll, mapLazily, mapUnordered, mapOutcomes

    /// `fn` of each item, in the order of the items.
    ///
    /// @return unmodifiable; may hold nulls
    /// @throws WorkerException of the failed item with the lowest index, when all items have run
    /// @throws io.millrace.shm.NotTransportableException when the function or an item cannot travel
    /// @throws JobCancelledException when the thread is interrupted
    public <T extends @Nullable Object, R extends @Nullable Object> List<R> mapAll(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn) {
        return mapAll(items, fn, TaskOptions.defaults());
    }

    /// As [#mapAll(Iterable, RemoteFunction)], with options for each item.
    ///
    /// @throws WorkerException of the failed item with the lowest index, when all items have run
    /// @throws io.millrace.shm.NotTransportableException when the function or an item cannot travel
    /// @throws JobCancelledException when the thread is interrupted
    public <T extends @Nullable Object, R extends @Nullable Object> List<R> mapAll(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, TaskOptions options) {
        return tasksToAwait().<T, R>mapAll(items, fn, options).result();
    }

    /// As [#mapAll(Iterable, RemoteFunction)], in batches of `chunk` items: a worker that dies has at most
    /// so many in work, and the pool does not measure how long an item takes.
    ///
    /// @throws IllegalArgumentException when `chunk` is below 1
    /// @throws WorkerException of the failed item with the lowest index, when all items have run
    /// @throws io.millrace.shm.NotTransportableException when the function or an item cannot travel
    /// @throws JobCancelledException when the thread is interrupted
    public <T extends @Nullable Object, R extends @Nullable Object> List<R> mapAll(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, int chunk) {
        return tasksToAwait().<T, R>mapAll(items, fn, Tasks.chunk(chunk)).result();
    }

    /// `fn` of the first item of both, of the second of both, and so on, in this order; both have equally
    /// many.
    ///
    /// @return unmodifiable; may hold nulls
    /// @throws IllegalArgumentException when one has more items than the other; some items may have run then
    /// @throws WorkerException of the failed pair with the lowest index, when all pairs have run
    /// @throws io.millrace.shm.NotTransportableException when the function or an item cannot travel
    /// @throws JobCancelledException when the thread is interrupted
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object> List<R> mapAll(
            Iterable<? extends T> first,
            Iterable<? extends U> second,
            RemoteBiFunction<? super T, ? super U, ? extends R> fn) {
        return tasksToAwait().mapAll(ItemPairs.of(first, second), ItemPairs.<T, U, R>function(fn), 0).result();
    }

    /// As [#mapAll(Iterable, Iterable, RemoteBiFunction)], but returns when the items are read and encoded.
    ///
    /// @throws IllegalArgumentException when one has more items than the other; some items may have run then
    /// @throws io.millrace.shm.NotTransportableException when the function or an item cannot travel
    public <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object>
            Job<List<R>> mapAllAsync(
                    Iterable<? extends T> first,
                    Iterable<? extends U> second,
                    RemoteBiFunction<? super T, ? super U, ? extends R> fn) {
        return Job.start(tasks().mapAll(ItemPairs.of(first, second), ItemPairs.<T, U, R>function(fn), 0));
    }

    /// As [#mapAll(Iterable, RemoteFunction)], but returns when the items are read and encoded.
    ///
    /// @throws io.millrace.shm.NotTransportableException when the function or an item cannot travel
    public <T extends @Nullable Object, R extends @Nullable Object> Job<List<R>> mapAllAsync(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn) {
        return mapAllAsync(items, fn, TaskOptions.defaults());
    }

    /// As [#mapAllAsync(Iterable, RemoteFunction)], with options for each item.
    ///
    /// @throws io.millrace.shm.NotTransportableException when the function or an item cannot travel
    public <T extends @Nullable Object, R extends @Nullable Object> Job<List<R>> mapAllAsync(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, TaskOptions options) {
        return Job.start(tasks().<T, R>mapAll(items, fn, options));
    }

    /// `fn` of each item, in the order of the items, while results and items come: the input may be
    /// endless. A thread of the pool reads it, a few batches ahead of the result that is taken next.
    ///
    /// @throws io.millrace.shm.NotTransportableException when the function cannot travel
    public <T extends @Nullable Object, R extends @Nullable Object> Results<R> mapLazily(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn) {
        return new Results<>(tasks().<T, R>mapLazily(items, fn, 0, true));
    }

    /// As [#mapLazily(Iterable, RemoteFunction)], in batches of `chunk` items. When the input throws, the
    /// items of the batch that is not full are not run.
    ///
    /// @throws IllegalArgumentException when `chunk` is below 1
    /// @throws io.millrace.shm.NotTransportableException when the function cannot travel
    public <T extends @Nullable Object, R extends @Nullable Object> Results<R> mapLazily(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, int chunk) {
        return new Results<>(tasks().<T, R>mapLazily(items, fn, Tasks.chunk(chunk), true));
    }

    /// As [#mapLazily(Iterable, RemoteFunction)], but results come as they arrive: a slow item holds up
    /// no other.
    ///
    /// @throws io.millrace.shm.NotTransportableException when the function cannot travel
    public <T extends @Nullable Object, R extends @Nullable Object> Results<R> mapUnordered(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn) {
        return new Results<>(tasks().<T, R>mapLazily(items, fn, 0, false));
    }

    /// As [#mapUnordered(Iterable, RemoteFunction)], in batches of `chunk` items.
    ///
    /// @throws IllegalArgumentException when `chunk` is below 1
    /// @throws io.millrace.shm.NotTransportableException when the function cannot travel
    public <T extends @Nullable Object, R extends @Nullable Object> Results<R> mapUnordered(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, int chunk) {
        return new Results<>(tasks().<T, R>mapLazily(items, fn, Tasks.chunk(chunk), false));
    }

    /// The outcome of each item, in the order of the items: a failure neither stops the other items nor is
    /// thrown.
    ///
    /// @throws io.millrace.shm.NotTransportableException when the function or an item cannot travel
    /// @throws JobCancelledException when the thread is interrupted
    public <T extends @Nullable Object, R extends @Nullable Object> List<Outcome<T, R>> mapOutcomes(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn) {
        return mapOutcomes(items, fn, TaskOptions.defaults());
    }

    /// As [#mapOutcomes(Iterable, RemoteFunction)], with options for each item.
    ///
    /// @throws io.millrace.shm.NotTransportableException when the function or an item cannot travel
    /// @throws JobCancelledException when the thread is interrupted
    public <T extends @Nullable Object, R extends @Nullable Object> List<Outcome<T, R>> mapOutcomes(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, TaskOptions options) {
        return tasksToAwait().<T, R>mapOutcomes(items, fn, options).result();
    }

    /// As [#mapOutcomes(Iterable, RemoteFunction)], but returns when the items are read and encoded.
    ///
    /// @throws io.millrace.shm.NotTransportableException when the function or an item cannot travel
    public <T extends @Nullable Object, R extends @Nullable Object> Job<List<Outcome<T, R>>> mapOutcomesAsync(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn) {
        return Job.start(tasks().<T, R>mapOutcomes(items, fn, TaskOptions.defaults()));
    }

    // ---- submit, runInEachWorker, onProgress

    /// Runs a task in a worker.
    ///
    /// @throws io.millrace.shm.NotTransportableException when the task cannot travel
    public <R extends @Nullable Object> Job<R> submit(RemoteCallable<R> task) {
        return submit(task, TaskOptions.defaults());
    }

    /// As [#submit(RemoteCallable)], with options.
    ///
    /// @throws io.millrace.shm.NotTransportableException when the task cannot travel
    public <R extends @Nullable Object> Job<R> submit(RemoteCallable<R> task, TaskOptions options) {
        return Job.start(tasks().submit(task, options));
    }

    /// Runs a task without a result in a worker.
    ///
    /// @throws io.millrace.shm.NotTransportableException when the task cannot travel
    public Job<@Nullable Void> submit(RemoteRunnable task) {
        return submit(task, TaskOptions.defaults());
    }

    /// As [#submit(RemoteRunnable)], with options.
    ///
    /// @throws io.millrace.shm.NotTransportableException when the task cannot travel
    public Job<@Nullable Void> submit(RemoteRunnable task, TaskOptions options) {
        return Job.start(tasks().submit(task, options));
    }

    /// Runs each task as [#submit(RemoteCallable)] does.
    ///
    /// @throws io.millrace.shm.NotTransportableException when a task cannot travel
    public <R extends @Nullable Object> List<Job<R>> submitAll(
            Iterable<? extends RemoteCallable<? extends R>> tasks) {
        return submitAll(tasks, TaskOptions.defaults());
    }

    /// As [#submitAll(Iterable)], with options for each task.
    ///
    /// @throws io.millrace.shm.NotTransportableException when a task cannot travel
    public <R extends @Nullable Object> List<Job<R>> submitAll(
            Iterable<? extends RemoteCallable<? extends R>> tasks, TaskOptions options) {
        return new ArrayList<>(tasks().<R>submitAll(tasks, options).stream().map(Job::start).toList());
    }

    /// Runs a task once in every worker, and in every worker that comes later before that worker takes
    /// other work: to load what all tasks need, say. Returns when all workers have run it, those too that
    /// are being started or replaced now; a worker whose start failed runs it when it comes. A task that
    /// ends its process ends every worker that comes: after a few the pool has failed.
    ///
    /// @throws WorkerException when the task threw in a worker. If it succeeded in none it is forgotten;
    ///         else a later worker in which it throws ends, and standard error tells why
    /// @throws io.millrace.shm.NotTransportableException when the task cannot travel
    public void runInEachWorker(RemoteRunnable task) {
        tasks().runInEachWorker(requireNonNull(task, "task"));
    }

    /// Tells `consumer`, in a thread of the pool, how far the tasks are: every `every` while there are
    /// any, and once when all have ended. Until the pool is closed; a consumer that throws is told no more.
    ///
    /// @throws IllegalArgumentException when `every` is not positive
    public void onProgress(Duration every, Consumer<Progress> consumer) {
        tasks().onProgress(every, requireNonNull(consumer, "consumer"));
    }

    // ---- asExecutorService, remote

    /// The pool as an `ExecutorService`, for code that wants one; what it may be given stands there. Each
    /// call gives one more, whose end leaves the pool and the others as they are.
    public PoolExecutor asExecutorService() {
        return new PoolExecutor(this);
    }

    /// The task as a `Callable` and a `Supplier` that any thread may call, and any code that takes one of
    /// these: the calling thread waits while a worker runs the task.
    public <R extends @Nullable Object> RemoteCall<R> remote(RemoteCallable<R> task) {
        return new RemoteCall<>(this, requireNonNull(task, "task"));
    }

    /// As [#remote(RemoteCallable)], a task without a result: a [WorkerException] tells that it failed.
    public Runnable remote(RemoteRunnable task) {
        return new RemoteCall.Action(this, requireNonNull(task, "task"));
    }

    /// As [#remote(RemoteCallable)], a function, for streams and stages:
    /// `files.stream().gather(Gatherers.mapConcurrent(8, pool.remote(file -> count(file))))`.
    public <T extends @Nullable Object, R extends @Nullable Object> Function<T, R> remote(
            RemoteFunction<? super T, ? extends R> fn) {
        requireNonNull(fn, "fn");
        return value -> this.<T, R>mapAll(Collections.singletonList(value), fn).getFirst();
    }

    /// Runs a task in a worker and waits for its end.
    <R extends @Nullable Object> R await(RemoteCallable<R> task) {
        return tasksToAwait().<R>submit(task, TaskOptions.defaults()).result();
    }

    /// As [#await(RemoteCallable)].
    void await(RemoteRunnable task) {
        tasksToAwait().<@Nullable Void>submit(task, TaskOptions.defaults()).result();
    }

    // ---- workers

    /// Waits until as many workers are ready as are wanted: for programs that measure, and to learn at once
    /// what is wrong with the options. Nothing else needs it.
    ///
    /// @throws WorkerException when workers cannot begin, with the last lines of one: a worker ended twice
    ///         by itself before it was ready, or for a minute none lived because all were killed. Close the
    ///         pool, or let it try again: by [#resize], or by a call some seconds later
    /// @throws JobCancelledException when the thread is interrupted
    /// @throws IllegalStateException when the pool is closed
    public void awaitWorkers() {
        awaitWorkers(System.nanoTime() + Long.MAX_VALUE / 2);
    }

    /// As [#awaitWorkers()], no longer than `timeout`.
    ///
    /// @return false when the time ran out first
    /// @throws WorkerException when workers cannot begin
    /// @throws JobCancelledException when the thread is interrupted
    /// @throws IllegalStateException when the pool is closed
    public boolean awaitWorkers(Duration timeout) {
        return awaitWorkers(System.nanoTime() + Deadline.nanosOf(timeout));
    }

    private boolean awaitWorkers(long endNanos) {
        submissions.requireOpen();
        admit();
        try {
            boolean ready = fromTables(() -> backend.crew().awaitWorkers(endNanos));
            requireOpen();
            return ready;
        } catch (WorkerException failure) { // of the thread that saw the worker end
            throw CallerFrames.of(failure);
        }
    }

    /// Changes how many workers there are. Returns at once: new workers start as by
    /// [#start(SharedMemory)], and workers that are too many leave when they have finished what they run.
    /// In a pool that grows and shrinks by load, load changes the number further. A pool whose workers
    /// could not begin tries again.
    ///
    /// @param workers 1 to `maxWorkers` of the options; if that was not given, as many as the file has
    ///         process slots and room for
    /// @throws IllegalArgumentException when `workers` is out of that range
    /// @throws IllegalStateException when the pool is closed
    /// @throws io.millrace.shm.OutOfSpaceException when the engine's area of the file has no room for so
    ///         many workers
    /// @throws java.io.UncheckedIOException when the system does not start a JVM
    /// @throws UnsupportedOperationException when another process started this pool, and when it computes in
    ///         the calling thread
    public void resize(int workers) {
        submissions.requireOpen();
        backend.resize(workers);
    }

    /// The workers that are ready now, without those that are about to leave.
    ///
    /// @throws IllegalStateException when the pool is closed
    /// @throws io.millrace.shm.PeerDiedException when the process that owns an attached pool is dead
    public List<ProcessInfo> workers() {
        return fromTables(() -> {
            List<Integer> slots = IntStream.range(0, region.workerSlotCount())
                    .filter(workerSlot -> !region.workerSlots().isSentHome(workerSlot))
                    .mapToObj(workerSlot -> region.workerSlots().holder(workerSlot))
                    .toList();
            return memory.processes().stream()
                    .filter(process -> slots.contains(process.slot()))
                    .toList();
        });
    }

    /// What the pool has done so far.
    ///
    /// @throws IllegalStateException when the pool is closed
    /// @throws io.millrace.shm.PeerDiedException when the process that owns an attached pool is dead
    public PoolStats stats() {
        return fromTables(() -> {
            StartFailures failures = backend.crew().startFailures();
            return new PoolStats(
                    region.workers(),
                    submissions.submitted() + tasks.submitted(),
                    submissions.finished() + tasks.finished(),
                    backend.crew().deaths(),
                    chunksPerWorker(),
                    region.readyWorkers(),
                    failures.count(),
                    failures.workerSlots(),
                    failures.last());
        });
    }

    /// Of the worker slots that are wanted now, and of those that were used.
    private List<Long> chunksPerWorker() {
        List<Long> chunks = new ArrayList<>();
        for (int workerSlot = 0; workerSlot < region.workerSlotCount(); workerSlot++) {
            chunks.add(region.workerSlots().chunks(workerSlot));
        }
        while (chunks.size() > region.workers() && chunks.getLast() == 0) {
            chunks.removeLast();
        }
        return chunks;
    }

    /// Finishes what was submitted, then stops the pool. Returns when the work is done and the stages that
    /// depend on its jobs have run. Idempotent; further calls, at the same time too, return when the pool
    /// has stopped.
    ///
    /// When the thread is interrupted, before the call or during it, the call does what [#shutdownNow] does,
    /// goes on waiting and keeps the flag, as an [java.util.concurrent.ExecutorService] does. That ends a
    /// function of the user's that never returns; [#shutdownNow] or [Job#cancel] in another thread do too.
    /// After ten seconds of waiting the call says so on standard error, once.
    ///
    /// A stage of a job of this pool may close it: then the call does not wait for that stage.
    @Override
    public void close() {
        if (isStopped()) {
            return;
        }
        submissions.refuse();
        tasks.refuse();
        boolean interrupted = false;
        while (!awaitWork()) {
            interrupted = true;
            drop();
        }
        completions.awaitAll();
        stop();
        if (!isOwnThread()) {
            completions.awaitAll();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return false when the thread was interrupted first; the flag is cleared
    private boolean awaitWork() {
        try {
            Deadline soon = Deadline.of(SILENT_CLOSE);
            if (!submissions.awaitAll(soon) || !tasks.awaitAll(soon)) {
                exitNotice.tellOfClose();
                submissions.awaitAll(Deadline.forever());
                tasks.awaitAll(Deadline.forever());
            }
            return true;
        } catch (InterruptedException hurry) {
            return false;
        }
    }

    /// Drops what was submitted: its callers get [JobCancelledException]. Returns at once;
    /// [#awaitTermination] waits for the end. Workers that run tasks are killed. Array work ends after the
    /// chunks that run, and a worker process whose chunk takes longer than [PoolOptions#cancelGrace] is
    /// killed too. Worker threads are interrupted in tasks; nothing can stop them in array work.
    public void shutdownNow() {
        if (isStopped()) {
            return;
        }
        drop();
        Thread.ofPlatform().daemon().name("millrace-shutdown").start(this::close);
    }

    private void drop() {
        submissions.refuse();
        submissions.abortAll();
        tasks.dropAll();
        backend.dismiss();
        tasks.abortAll(); // now that killed workers are not replaced
    }

    /// Whether the pool has stopped.
    boolean isStopped() {
        synchronized (stopping) {
            return stopped;
        }
    }

    /// Waits until a pool that was told to close has stopped.
    ///
    /// @return false when the time ran out first
    /// @throws InterruptedException when the thread is interrupted
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + Deadline.nanosOf(timeout);
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

    /// Stops the pool once; later callers wait until it has stopped, without those that the stop waits for.
    private void stop() {
        synchronized (stopping) {
            if (ending) {
                awaitStopped();
                return;
            }
            ending = true;
        }
        try {
            exitNotice.close();
            tasks.close();
            backend.close();
            if (ownsMemory) {
                memory.close();
            }
        } finally {
            synchronized (stopping) {
                stopped = true;
                stopping.notifyAll();
            }
        }
    }

    /// Called with the monitor of `stopping` held.
    private void awaitStopped() {
        boolean interrupted = false;
        while (!stopped && !isOwnThread()) {
            try {
                stopping.wait();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether the pool calls code of the user's in the calling thread.
    private boolean isOwnThread() {
        return completions.isStage() || tasks.isReporter();
    }

    private void requireOpen() {
        submissions.requireOpen();
        backend.requireOpen();
    }

    /// Reads the tables, which go away when the pool is closed at the same time.
    private <T> T fromTables(Supplier<T> look) {
        requireOpen();
        try {
            return look.get();
        } catch (IllegalStateException unmapped) {
            requireOpen();
            throw unmapped;
        }
    }

    /// Requires that the calling thread may submit.
    private void admit() {
        requireOpen();
        WorkerSelf.refuseOf(region);
    }

    /// The calls over arrays, for a thread that may submit.
    private ArrayJobs arrays() {
        admit();
        return arrays;
    }

    /// The calls over expressions, for a thread that may submit.
    private ExpressionJobs expressions() {
        return new ExpressionJobs(arrays(), this::admit, Job::start);
    }

    /// The calls over items, for a thread that may submit; the crew learns that work came.
    private Tasks tasks() {
        admit();
        backend.crew().workersNeeded();
        return tasks.get();
    }

    /// As [#tasks()], for a thread that waits for the results: an interrupt before the call cancels it, however
    /// soon it would end.
    private Tasks tasksToAwait() {
        Tasks open = tasks();
        if (Thread.currentThread().isInterrupted()) {
            throw new JobCancelledException("cancelled by an interrupt before the first task; submit them again");
        }
        return open;
    }
}
