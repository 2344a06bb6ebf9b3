package io.millrace.engine;

import static java.util.Objects.requireNonNull;

import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.job.TaskRunner;
import io.millrace.engine.task.EachWorkerCall;
import io.millrace.engine.task.ItemWriter;
import io.millrace.engine.task.TaskCounts;
import io.millrace.engine.task.TaskLimits;
import io.millrace.engine.task.TaskScheduler;
import io.millrace.shm.sync.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Turns the calls of a pool with functions over items into work for its scheduler.
final class Tasks implements AutoCloseable {
    /// So many items are handed in at once: few enough that workers begin while the others are
    /// encoded.
    private static final int HANDED_IN = 256;

    /// Look-ahead of lazy calls, for each worker.
    private static final int BATCHES_AHEAD = 4;

    private final TaskScheduler scheduler;
    private final EachWorkerCall eachWorker;
    private final boolean hasWorkers;
    private final Tenure tenure;
    private final PoolRegion pool;
    private final int maxAttempts;
    private final List<ProgressReporter> reporters = new ArrayList<>();

    Tasks(Tenure tenure) {
        PoolRegion pool = tenure.region();
        this.tenure = tenure;
        this.pool = pool;
        this.hasWorkers = pool.shape().workers() > 0;
        this.maxAttempts = pool.shape().maxAttempts();
        this.scheduler = new TaskScheduler(pool, tenure.crew(), hasWorkers ? null : () -> runHere(tenure));
        this.eachWorker = new EachWorkerCall(pool, tenure.crew());
    }

    /// Runs a batch in the calling thread.
    private static boolean runHere(Tenure tenure) {
        PoolRegion pool = tenure.region();
        TaskRunner runner = new TaskRunner(pool, pool.memory().attachment().slot(), WorkerKind.CALLER);
        return tenure.caller().call(runner::runAny);
    }

    /// The tasks of the pool that implements a family of calls.
    static Tasks of(Object pool) {
        return ((Pool) pool).tasks();
    }

    /// That the workers can load the class of a function.
    void requireLoadable(Object function) {
        tenure.requireLoadable(function);
    }

    int workers() {
        return Math.max(1, pool.workers());
    }

    private TaskLimits limits(TaskOptions options, int chunk) {
        Duration timeout = options.timeout();
        int attempts = options.maxAttempts() > 0 ? options.maxAttempts() : maxAttempts;
        return new TaskLimits(
                options.rerun() == Rerun.NEVER ? 1 : attempts,
                timeout == null ? 0 : Patience.nanosOf(timeout),
                chunk);
    }

    /// All results in order.
    <T extends @Nullable Object, R extends @Nullable Object> TaskRun<List<R>> mapAll(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, TaskOptions options) {
        TaskRun<List<R>> run = open(fn, options, new GatheredList<R>());
        handIn(run, items, item -> {});
        return run;
    }

    /// An outcome for each item.
    <T extends @Nullable Object, R extends @Nullable Object> TaskRun<List<Outcome<T, R>>> mapOutcomes(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, TaskOptions options) {
        GatheredOutcomes<T, R> outcomes = new GatheredOutcomes<>();
        TaskRun<List<Outcome<T, R>>> run = open(fn, options, outcomes);
        handIn(run, items, outcomes::input);
        return run;
    }

    /// What a call makes of the results of all its items.
    <T, R extends @Nullable Object> TaskRun<R> gather(
            Iterable<? extends T> items, RemoteFunction<? super T, ?> fn, Gathering<R> gathering) {
        TaskRun<R> run = open(fn, TaskOptions.defaults(), gathering);
        handIn(run, items, item -> {});
        return run;
    }

    private <R extends @Nullable Object> TaskRun<R> open(Object fn, TaskOptions options, Gathering<R> gathering) {
        requireNonNull(fn, "fn");
        tenure.requireLoadable(fn);
        TaskLimits limits = limits(options, 0);
        return new TaskRun<>(scheduler, gathering, receiver -> scheduler.open(fn, limits, receiver));
    }

    private <T extends @Nullable Object> void handIn(TaskRun<?> run, Iterable<? extends T> items, Consumer<? super T> each) {
        ItemWriter writer = scheduler.writer(run.call());
        try {
            for (T item : items) {
                each.accept(item);
                writer.add(item);
                if (writer.written() % HANDED_IN == 0) {
                    run.handedIn(writer.written());
                    writer.flush();
                    scheduler.assist();
                }
            }
        } catch (Throwable ofInput) { // whatever it is: nothing of the call goes on behind the caller's back
            run.giveUp();
            throw ofInput;
        }
        run.handedIn(writer.written());
        writer.flush();
        scheduler.endInput(run.call());
    }

    /// Results while they come.
    <T extends @Nullable Object, R extends @Nullable Object> Results<R> mapLazily(
            Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> fn, int chunk, boolean ordered) {
        requireNonNull(items, "items");
        requireNonNull(fn, "fn");
        tenure.requireLoadable(fn);
        TaskLimits limits = limits(TaskOptions.defaults(), chunk);
        LazyCall.Shape shape = new LazyCall.Shape(BATCHES_AHEAD * workers(), chunk, ordered);
        return new LazyCall<T, R>(scheduler, items, shape, receiver -> scheduler.open(fn, limits, receiver)).start();
    }

    static int chunk(int given) {
        if (given < 1) {
            throw new IllegalArgumentException("chunk out of range: chunk=%d; give 1 or more".formatted(given));
        }
        return given;
    }

    /// A task without input.
    <R extends @Nullable Object> Job<R> submit(Object task, TaskOptions options) {
        return this.<R>open(task, options, new GatheredOne<>()).onlyTask().job();
    }

    <R extends @Nullable Object> List<Job<R>> submitAll(
            Iterable<? extends RemoteCallable<? extends R>> tasks, TaskOptions options) {
        List<Job<R>> jobs = new ArrayList<>();
        for (RemoteCallable<? extends R> task : tasks) {
            jobs.add(submit(task, options));
        }
        return jobs;
    }

    void runInEachWorker(RemoteRunnable task) {
        scheduler.requireOpen();
        tenure.requireLoadable(task);
        if (hasWorkers) {
            eachWorker.run(task);
        } else {
            this.<@Nullable Void>open(task, TaskOptions.defaults(), new GatheredOne<>()).onlyTask().result();
        }
    }

    void onProgress(Duration every, Consumer<Progress> consumer) {
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

    /// Takes no more calls, and no more items of those in work.
    void refuse() {
        scheduler.refuse();
    }

    /// Drops what was submitted.
    void dropAll() {
        scheduler.dropAll();
    }

    /// Drops what was submitted, and kills the workers that run something.
    void abortAll() {
        scheduler.abortAll();
    }

    /// Returns when the last call has ended.
    void awaitAll() {
        scheduler.awaitAll();
    }

    long submitted() {
        return scheduler.submitted();
    }

    long finished() {
        return scheduler.finished();
    }

    /// Ends the threads of its own. All calls must have ended.
    @Override
    public void close() {
        synchronized (reporters) {
            reporters.forEach(ProgressReporter::close);
        }
        scheduler.close();
    }
}
