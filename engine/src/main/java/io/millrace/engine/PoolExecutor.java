package io.millrace.engine;

import static java.util.Objects.requireNonNull;

import io.millrace.engine.internal.task.ForeignTask;
import io.millrace.engine.internal.task.JobFuture;
import io.millrace.shm.NotTransportableException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A pool as an [java.util.concurrent.ExecutorService]: its tasks run in the workers of the pool, where
/// these are processes never in this program.
///
/// ```java
/// try (var executor = pool.asExecutorService()) {
///     Future<Long> lines = executor.submit(() -> count(file));
/// }
/// ```
///
/// **What it takes.** A lambda travels by name, and only a serializable one has a name. The call above
/// makes it one, since this class has a `submit` for [RemoteCallable]. Through a variable of the type
/// `ExecutorService` the same text makes an ordinary `Callable`; [Pool#remote(RemoteCallable)] around it,
/// or a variable of the type `RemoteCallable`, makes it travel.
///
/// | task                                                      | what becomes of it                |
/// |-----------------------------------------------------------|-----------------------------------|
/// | `RemoteCallable`; a serializable lambda; a record, an enum | runs in a worker                  |
/// | what `Pool.remote` of this pool gives                     | runs in a worker                  |
/// | a task of an `ExecutorCompletionService` on this executor | as if it were given to this executor |
/// | another lambda, an object of another class                | `NotTransportableException`       |
/// | a `FutureTask`, a stage of a `CompletableFuture`          | `NotTransportableException`       |
///
/// What those of the last row carry cannot be seen. Instead, [Pool#submit] gives a [Job], which is a
/// `CompletableFuture`. Or wrap the code that is carried by `Pool.remote` and let an executor of this
/// program run the carrier, such as `Executors.newVirtualThreadPerTaskExecutor()`: its thread waits while
/// the worker computes.
///
/// **Futures** are as jobs: the cause of an `ExecutionException` is what [Pool#submit] tells, a
/// `WorkerException` with the exception of the task as its cause. To cancel with `true` kills the worker
/// that runs the task, which is replaced; `invokeAny` does so with the tasks that it no longer needs.
/// What a task of `execute` throws goes to the handler of uncaught exceptions.
///
/// **The end.** `shutdown` and `close` end this executor alone, after its tasks; the pool goes on. In a
/// pool that is closed, tasks are rejected. Safe for all threads.
public final class PoolExecutor extends AbstractExecutorService {
    private static final String CARRIER_REMEDY =
            "submit the code itself, for Pool.submit gives a CompletableFuture; or wrap the code by Pool.remote and let"
                    + " an executor of this program carry it, such as Executors.newVirtualThreadPerTaskExecutor()";

    private final Pool pool;

    /// The jobs that have not ended, in the order of their begin. Its monitor guards the fields.
    private final SequencedSet<Job<?>> jobs = new LinkedHashSet<>();
    private boolean shut;
    private boolean dropping;

    PoolExecutor(Pool pool) {
        this.pool = pool;
    }

    /// Runs a task in a worker: the form of `submit` for which a lambda travels.
    ///
    /// @throws NotTransportableException when the task cannot travel
    /// @throws RejectedExecutionException when this executor is shut down or the pool is closed
    public <R extends @Nullable Object> Future<R> submit(RemoteCallable<R> task) {
        return newTaskFor(task);
    }

    /// Runs a task in a worker.
    ///
    /// @throws NotTransportableException when the task cannot travel
    /// @throws IllegalArgumentException when `Pool.remote` of another pool made the task
    /// @throws RejectedExecutionException when this executor is shut down or the pool is closed
    @Override
    public void execute(Runnable command) {
        requireNonNull(command, "command");
        if (command instanceof JobFuture<?, ?>) {
            return; // newTaskFor has begun it
        }
        if (command.getClass().getEnclosingClass() == ExecutorCompletionService.class) {
            Thread.ofVirtual().name("millrace-completion-service").start(command); // waits for what newTaskFor began
            return;
        }
        if (command instanceof RunnableFuture<?> || command instanceof CompletableFuture.AsynchronousCompletionTask) {
            throw new NotTransportableException("the task hides the code that it carries: class=%s; %s"
                    .formatted(command.getClass().getName(), CARRIER_REMEDY));
        }
        beginCommand(command).whenComplete((nothing, failure) -> {
            if (failure != null) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
            }
        });
    }

    /// Begins the task. [ExecutorCompletionService] and `submit` call it right before [#execute], which cannot
    /// see the task any more.
    ///
    /// @throws NotTransportableException when the task cannot travel
    /// @throws IllegalArgumentException when `Pool.remote` of another pool made the task
    /// @throws RejectedExecutionException when this executor is shut down or the pool is closed
    @Override
    protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        requireNonNull(callable, "callable");
        RemoteCallable<T> task =
                switch (callable) {
                    case RemoteCall<T> wrapped -> own(wrapped.pool(), wrapped.task());
                    case RemoteCallable<T> remote -> remote;
                    default -> new ForeignTask.OfCallable<>(callable);
                };
        return new JobFuture<>(begin(task), Function.identity());
    }

    /// As [#newTaskFor(Callable)]; `value` stays in this program.
    ///
    /// @throws NotTransportableException when the task cannot travel
    /// @throws IllegalArgumentException when `Pool.remote` of another pool made the task
    /// @throws RejectedExecutionException when this executor is shut down or the pool is closed
    @Override
    protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
        Job<@Nullable Object> job = beginCommand(requireNonNull(runnable, "runnable"));
        return new JobFuture<@Nullable Object, T>(job, nothing -> value);
    }

    private Job<@Nullable Object> beginCommand(Runnable command) {
        RemoteCallable<@Nullable Object> task =
                command instanceof RemoteCall.Action(Pool itsPool, RemoteRunnable body)
                        ? new ForeignTask.OfAction(own(itsPool, body))
                        : new ForeignTask.OfRunnable(command);
        return begin(task);
    }

    private <F> F own(Pool itsPool, F task) {
        if (itsPool != pool) {
            throw new IllegalArgumentException(
                    "the task was made by another pool; make it by Pool.remote of the pool of this executor");
        }
        return task;
    }

    private <R extends @Nullable Object> Job<R> begin(RemoteCallable<R> task) {
        synchronized (jobs) {
            if (shut) {
                throw new RejectedExecutionException("the executor is shut down; take another one of the pool");
            }
        }
        Job<R> job;
        try {
            job = pool.submit(task);
        } catch (IllegalStateException closed) {
            throw new RejectedExecutionException(closed.getMessage(), closed);
        }
        boolean late;
        synchronized (jobs) {
            jobs.add(job);
            late = dropping; // shutdownNow did not see the job
        }
        job.whenComplete((result, failure) -> ended(job));
        if (late) {
            job.cancel(true);
        }
        return job;
    }

    private void ended(Job<?> job) {
        synchronized (jobs) {
            jobs.remove(job);
            jobs.notifyAll();
        }
    }

    /// Rejects tasks from now on; those that were given run on. The pool is not told.
    @Override
    public void shutdown() {
        synchronized (jobs) {
            shut = true;
            jobs.notifyAll();
        }
    }

    /// Rejects tasks from now on, and cancels those that were given: workers that run one are killed and
    /// replaced. Returns when none runs. The pool goes on with all else.
    ///
    /// @return no tasks: the future of each tells that it is cancelled
    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        List<Job<?>> latestFirst;
        synchronized (jobs) {
            dropping = true;
            latestFirst = new ArrayList<>(jobs.reversed()); // no task begins in the place of a killed one
        }
        latestFirst.forEach(job -> job.cancel(true));
        return List.of();
    }

    /// Whether this executor was shut down, or the pool has stopped.
    @Override
    public boolean isShutdown() {
        synchronized (jobs) {
            return shut || pool.isStopped();
        }
    }

    /// Whether this executor was shut down and all its tasks have ended.
    @Override
    public boolean isTerminated() {
        synchronized (jobs) {
            return jobs.isEmpty() && isShutdown();
        }
    }

    /// Waits until this executor was shut down and all its tasks have ended.
    ///
    /// @return false when the time ran out first
    /// @throws InterruptedException when the thread is interrupted
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + Math.min(unit.toNanos(timeout), Long.MAX_VALUE / 2);
        synchronized (jobs) {
            while (!isTerminated()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(jobs, left);
            }
        }
        return true;
    }
}
