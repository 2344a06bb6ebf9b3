package io.millrace.engine;

import io.millrace.shm.JobCancelledException;
import io.millrace.shm.internal.wait.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Jobs in the order in which they end: [Job#asCompleted] makes it.
///
/// ```java
/// for (Job<Path> done : Job.asCompleted(pool.submitAll(tasks))) {
///     System.out.println(done.resultNow());
/// }
/// ```
///
/// Each job comes once, also one that failed or was cancelled: what it gives or throws, the job tells. For
/// one thread at a time. Nothing has to be closed; the jobs that were not taken run on.
///
/// @param <R> what the jobs give
public final class CompletedJobs<R extends @Nullable Object> implements Iterator<Job<R>>, Iterable<Job<R>> {
    private final BlockingQueue<Job<R>> ended = new LinkedBlockingQueue<>();
    private int left;

    CompletedJobs(Collection<? extends Job<R>> jobs) {
        Set<Job<R>> each = Set.copyOf(jobs);
        left = each.size();
        each.forEach(job -> job.whenComplete((result, failure) -> ended.add(job)));
    }

    /// Whether a job was not taken yet; does not wait for its end.
    @Override
    public boolean hasNext() {
        return left > 0;
    }

    /// Waits for the next job that ends.
    ///
    /// @throws NoSuchElementException when all were taken
    /// @throws JobCancelledException when the thread is interrupted; the jobs run on
    @Override
    public Job<R> next() {
        Job<R> job = null;
        while (job == null) {
            job = poll(Duration.ofNanos(Long.MAX_VALUE));
        }
        return job;
    }

    /// As [#next], no longer than `timeout`.
    ///
    /// @return null when no job ended in that time
    /// @throws NoSuchElementException when all were taken
    /// @throws JobCancelledException when the thread is interrupted; the jobs run on
    public @Nullable Job<R> poll(Duration timeout) {
        if (left == 0) {
            throw new NoSuchElementException("all jobs were taken; ask hasNext first");
        }
        try {
            Job<R> job = ended.poll(Deadline.nanosOf(timeout), TimeUnit.NANOSECONDS);
            if (job != null) {
                left--;
            }
            return job;
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new JobCancelledException(
                    "the thread was interrupted while it waited for a job; the jobs run on");
        }
    }

    /// Returns this object: there is one pass over the jobs.
    @Override
    public Iterator<Job<R>> iterator() {
        return this;
    }
}
