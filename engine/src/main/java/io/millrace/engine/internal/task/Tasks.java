package io.millrace.engine.internal.task;

import static java.util.Objects.requireNonNull;

import io.millrace.engine.Outcome;
import io.millrace.engine.Progress;
import io.millrace.engine.RemoteCallable;
import io.millrace.engine.RemoteFunction;
import io.millrace.engine.RemoteRunnable;
import io.millrace.engine.Rerun;
import io.millrace.engine.TaskOptions;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.lambda.ItemCodec;
import io.millrace.engine.internal.pool.Completions;
import io.millrace.engine.internal.pool.PoolBackend;
import io.millrace.engine.internal.runner.TaskRunner;
import io.millrace.shm.internal.wait.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Turns the calls of a pool over items into work for the pool's scheduler.
public final class Tasks implements AutoCloseable {
    /// How many items are handed in at once at least, unless the input has no more.
    private static final int MIN_HANDOVER_ITEMS = 256;

    /// After how long items are handed in, even when they make small batches: workers begin while the others
    /// are encoded, also where the input is slow.
    private static final long HANDOVER_NANOS = 1_000_000;

    /// How many batches a lazy call reads ahead, for each worker.
    private static final int BATCHES_AHEAD = 4;

    private final TaskScheduler scheduler;
    private final PerWorkerCall eachWorker;
    private final boolean hasWorkers;
    private final GatheredCall.Ground ground;
    private final PoolBackend backend;
    private final PoolRegion pool;
    private final int maxAttempts;
    private final List<ProgressReporter> reporters = new ArrayList<>();

    public Tasks(PoolBackend backend, TaskScheduler scheduler, Completions completions) {
        this.backend = backend;
        this.pool = backend.region();
        this.hasWorkers = pool.shape().workers() > 0;
        this.maxAttempts = pool.shape().maxAttempts();
        this.scheduler = scheduler;
        this.ground = new GatheredCall.Ground(scheduler, completions);
        this.eachWorker = new PerWorkerCall(pool, backend.crew());
    }

    /// The scheduler of a pool; where the pool has no workers, the calling thread runs the batches.
    public static TaskScheduler scheduler(PoolBackend backend) {
        PoolRegion pool = backend.region();
        return new TaskScheduler(pool, backend.crew(), pool.shape().workers() > 0 ? null : () -> runHere(backend));
    }

    /// Runs a batch in the calling thread.
    private static boolean runHere(PoolBackend backend) {
        PoolRegion pool = backend.region();
        TaskRunner runner = new TaskRunner(pool, pool.memory().slotHolder().slot(), WorkerKind.CALLER);
        return backend.caller().call(runner::runAny);
    }

    /// Requires that the workers can load the class of a function.
    void requireLoadable(Object function) {
        backend.requireLoadable(function);
    }

    int workers() {
        return Math.max(1, pool.workers());
    }

    /// Whether code of the user's runs only in worker processes.
    boolean hasWorkerProcesses() {
        return pool.shape().hasWorkerProcesses();
    }

    /// How many bytes a value takes on its way to a worker.
    long encodedBytes(Object value) {
        return ItemCodec.in(pool.memory()).encode(value).length;
    }

    /// Runs a part of a job that was submitted before in a worker.
    ///
    /// @throws io.millrace.shm.JobCancelledException when the job became unwanted
    public <R extends @Nullable Object> R inWorker(RemoteCallable<R> part, BooleanSupplier unwanted) {
        TaskLimits limits = limits(TaskOptions.defaults(), 0);
        GatheredCall<R> call = new GatheredCall<>(ground, scheduler.encode(part), limits, new GatheredOne<>());
        scheduler.openPart(call);
        return call.onlyTask().result(unwanted);
    }

    private TaskLimits limits(TaskOptions options, int chunk) {
        Duration timeout = options.timeout();
        int attempts = options.maxAttempts() > 0 ? options.maxAttempts() : maxAttempts;
        return new TaskLimits(
                options.rerun() == Rerun.NEVER ? 1 : attempts,
                timeout == null ? 0 : Deadline.nanosOf(timeout),
                chunk);
    }

    /// All results in order.
    public <T extends @Nullable Object, R extends @Nullable Object> GatheredCall<List<R>> mapAll(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, TaskOptions options) {
        return mapAll(items, fn, limits(options, 0));
    }

    /// As [#mapAll(Iterable, RemoteFunction, TaskOptions)] without options, in batches of `chunk` items.
    ///
    /// @param chunk 0: the pool chooses
    public <T extends @Nullable Object, R extends @Nullable Object> GatheredCall<List<R>> mapAll(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, int chunk) {
        return mapAll(items, fn, limits(TaskOptions.defaults(), chunk));
    }

    private <T extends @Nullable Object, R extends @Nullable Object> GatheredCall<List<R>> mapAll(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, TaskLimits limits) {
        requireNonNull(items, "items");
        GatheredCall<List<R>> call = open(fn, limits, new GatheredList<R>());
        handIn(call, items, item -> {});
        return call;
    }

    /// An outcome for each item.
    public <T extends @Nullable Object, R extends @Nullable Object> GatheredCall<List<Outcome<T, R>>> mapOutcomes(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, TaskOptions options) {
        requireNonNull(items, "items");
        GatheredOutcomes<T, R> outcomes = new GatheredOutcomes<>();
        GatheredCall<List<Outcome<T, R>>> call = open(fn, limits(options, 0), outcomes);
        handIn(call, items, outcomes::input);
        return call;
    }

    /// One result, made of the results of all items.
    <T, R extends @Nullable Object> GatheredCall<R> gather(
            Iterable<? extends T> items, RemoteFunction<? super T, ?> fn, Gathering<R> gathering) {
        requireNonNull(items, "items");
        GatheredCall<R> call = open(fn, limits(TaskOptions.defaults(), 0), gathering);
        handIn(call, items, item -> {});
        return call;
    }

    private <R extends @Nullable Object> GatheredCall<R> open(Object fn, TaskLimits limits, Gathering<R> gathering) {
        requireNonNull(fn, "fn");
        backend.requireLoadable(fn);
        GatheredCall<R> call = new GatheredCall<>(ground, scheduler.encode(fn), limits, gathering);
        scheduler.open(call);
        return call;
    }

    private <T extends @Nullable Object> void handIn(
            GatheredCall<?> call, Iterable<? extends T> items, Consumer<? super T> each) {
        ItemWriter writer = scheduler.writer(call);
        try {
            long handedIn = 0;
            long last = System.nanoTime();
            for (T item : items) {
                each.accept(item);
                writer.add(item);
                long written = writer.written();
                if (written % MIN_HANDOVER_ITEMS == 0
                        && (written - handedIn >= (long) call.chunk() * workers()
                                || System.nanoTime() - last >= HANDOVER_NANOS)) {
                    handIn(call, writer);
                    handedIn = written;
                    last = System.nanoTime();
                }
            }
        } catch (Throwable ofInput) { // whatever it is: no item runs after the call has thrown
            call.giveUp();
            throw ofInput;
        }
        call.handedIn(writer.written());
        writer.flush();
        scheduler.endInput(call);
    }

    private void handIn(GatheredCall<?> call, ItemWriter writer) {
        call.handedIn(writer.written());
        writer.flush();
        scheduler.assist();
    }

    /// Results while they come.
    public <T extends @Nullable Object, R extends @Nullable Object> LazyCall<T, R> mapLazily(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, int chunk, boolean ordered) {
        requireNonNull(items, "items");
        requireNonNull(fn, "fn");
        backend.requireLoadable(fn);
        TaskLimits limits = limits(TaskOptions.defaults(), chunk);
        LazyCall.Input<T> input = new LazyCall.Input<>(items, BATCHES_AHEAD * workers(), ordered);
        LazyCall<T, R> call = new LazyCall<>(scheduler, scheduler.encode(fn), limits, input);
        scheduler.open(call);
        return call.start();
    }

    /// @throws IllegalArgumentException when the user asks for batches without items
    public static int chunk(int given) {
        if (given < 1) {
            throw new IllegalArgumentException("chunk out of range: chunk=%s; give 1 or more".formatted(given));
        }
        return given;
    }

    /// A task without input.
    public <R extends @Nullable Object> GatheredCall<R> submit(Object task, TaskOptions options) {
        return this.<R>open(task, limits(options, 0), new GatheredOne<>()).onlyTask();
    }

    /// Each task as [#submit] takes it.
    public <R extends @Nullable Object> List<GatheredCall<R>> submitAll(
            Iterable<? extends RemoteCallable<? extends R>> tasks, TaskOptions options) {
        List<GatheredCall<R>> calls = new ArrayList<>();
        for (RemoteCallable<? extends R> task : tasks) {
            calls.add(submit(task, options));
        }
        return calls;
    }

    public void runInEachWorker(RemoteRunnable task) {
        scheduler.requireOpen();
        backend.requireLoadable(task);
        if (hasWorkers) {
            runInWorkers(task);
        } else {
            this.<@Nullable Void>submit(task, TaskOptions.defaults()).result();
        }
    }

    /// Throws that the pool is closed when the pool removes its tables meanwhile.
    private void runInWorkers(RemoteRunnable task) {
        try {
            eachWorker.run(task);
        } catch (IllegalStateException unmapped) {
            if (pool.isGone()) {
                scheduler.requireOpen();
            }
            throw unmapped;
        }
    }

    public void onProgress(Duration every, Consumer<Progress> consumer) {
        scheduler.requireOpen();
        ProgressReporter reporter = new ProgressReporter(every, consumer, this::progress, scheduler::isWorking).start();
        synchronized (reporters) {
            reporters.add(reporter);
        }
    }

    private Progress progress() {
        TaskCounts counts = scheduler.counts();
        return new Progress(counts.done(), counts.failed(), counts.total());
    }

    /// Whether the calling thread reports progress.
    public boolean isReporter() {
        synchronized (reporters) {
            return reporters.stream().anyMatch(ProgressReporter::isCurrent);
        }
    }

    /// Ends the threads that report progress. All calls must have ended.
    @Override
    public void close() {
        List<ProgressReporter> ending;
        synchronized (reporters) {
            ending = List.copyOf(reporters);
        }
        ending.forEach(ProgressReporter::close);
    }
}
