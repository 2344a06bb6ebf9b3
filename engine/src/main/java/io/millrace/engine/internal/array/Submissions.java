package io.millrace.engine.internal.array;

import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.pool.Completions;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.internal.wait.Deadline;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The array calls of one pool that have not ended. A caller that waits runs its call in its own thread;
/// the others run in threads of this class. The job table of the file bounds how many run at once.
public final class Submissions {
    /// As many as the job table has rows.
    private static final int THREADS = 8;

    private final PoolRegion pool;
    private final Completions completions;
    private final Set<ArrayWork<?>> active = new HashSet<>();
    private @Nullable ThreadPoolExecutor threads;
    private boolean refusing;
    private boolean aborting;
    private int atHome;
    private long submitted;
    private long finished;

    public Submissions(PoolRegion pool, Completions completions) {
        this.pool = pool;
        this.completions = completions;
    }

    private synchronized ThreadPoolExecutor threads() {
        ThreadPoolExecutor made = threads;
        if (made == null) {
            made = new ThreadPoolExecutor(
                    THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> Thread.ofPlatform()
                            .daemon()
                            .name("millrace-job")
                            .unstarted(work));
            made.allowCoreThreadTimeOut(true);
            threads = made;
        }
        return made;
    }

    /// Runs a call in a thread of this class; it completes `job` at its end.
    <R> void start(ArrayWork<R> call, CompletableFuture<R> job) {
        JobEnding<R> ending = new JobEnding<>(job);
        begin(call);
        try {
            threads().execute(() -> complete(call, job, ending));
        } catch (Throwable noThread) {
            end(call);
            throw noThread;
        }
    }

    private <R> void complete(ArrayWork<R> call, CompletableFuture<R> job, JobEnding<R> ending) {
        try {
            runToEnd(call, ending);
        } finally {
            completions.announce();
            end(call);
            completions.complete(job, ending);
        }
    }

    private <R> void runToEnd(ArrayWork<R> call, JobEnding<R> ending) {
        try {
            ending.result(call.compute());
        } catch (JobCancelledException cancelled) {
            if (isAborting()) {
                ending.failure(cancelled);
            }
        } catch (Throwable failure) { // whatever it is, the thread that waits for the job receives it
            ending.failure(failure);
        }
    }

    /// @throws IllegalStateException when the pool was told to close
    synchronized void begin(ArrayWork<?> call) {
        requireOpen();
        active.add(call);
        submitted++;
    }

    /// Begins a run of a prepared small job, which the calling thread computes to its end.
    ///
    /// @throws IllegalStateException when the pool was told to close
    synchronized void beginAtHome() {
        requireOpen();
        atHome++;
        submitted++;
    }

    synchronized void endAtHome() {
        atHome--;
        finished++;
        notifyAll();
    }

    /// @throws IllegalStateException when the pool was told to close
    public synchronized void requireOpen() {
        if (refusing) {
            throw new IllegalStateException(
                    "the pool is closed: pool=%s; start another".formatted(pool.name()));
        }
    }

    synchronized void end(ArrayWork<?> call) {
        active.remove(call);
        finished++;
        notifyAll();
    }

    /// New calls are refused from now on.
    public synchronized void refuse() {
        refusing = true;
    }

    /// Asks for the end of all calls; their jobs fail instead of being cancelled.
    public synchronized void abortAll() {
        aborting = true;
        active.forEach(ArrayWork::abort);
    }

    private synchronized boolean isAborting() {
        return aborting;
    }

    /// Returns when the last call has ended.
    ///
    /// @return false when the deadline passed first
    /// @throws InterruptedException when the thread was interrupted before
    public synchronized boolean awaitAll(Deadline deadline) throws InterruptedException {
        while (!active.isEmpty() || atHome > 0) {
            if (deadline.isOver()) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, deadline.leftNanos());
        }
        if (threads != null) {
            threads.shutdown();
        }
        return true;
    }

    /// Calls that have not ended.
    public synchronized long inWork() {
        return active.size() + atHome;
    }

    public synchronized long submitted() {
        return submitted;
    }

    public synchronized long finished() {
        return finished;
    }
}
