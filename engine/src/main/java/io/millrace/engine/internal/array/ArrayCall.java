package io.millrace.engine.internal.array;

import io.millrace.engine.internal.crew.Crew;
import io.millrace.engine.internal.job.JobSpec;
import io.millrace.engine.internal.job.JobTable;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.SubmittedJob;
import io.millrace.engine.internal.job.SubmittedJob.Verdict;
import io.millrace.engine.internal.jvm.ExitReport;
import io.millrace.engine.internal.pool.CallerFrames;
import io.millrace.engine.internal.pool.PoolBackend;
import io.millrace.engine.internal.pool.SubmitterSlots;
import io.millrace.engine.internal.recorder.RecordedJob;
import io.millrace.engine.internal.runner.ChunkRunner;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.Waiting;
import io.millrace.shm.WorkerException;
import io.millrace.shm.internal.wait.Deadline;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One call over whole arrays: takes its job from the submission to the end, in the thread that waits
/// for it, or in one of [Submissions].
///
/// ```text
///   submit ── all entries taken? wait ──▶ help or sleep ◀──▶ look ── settled ──▶ verdict ──▶ release
///                                            │                                                  │
///                                            │                                     result or throw
///                                            └── interrupted, cancelled, workers gone:
///                                                abort, go on until settled
/// ```
///
/// A small job of a built-in operation is computed by the calling thread alone: [SmallJobs].
public final class ArrayCall<R> implements ArrayWork<R> {
    private final PoolRegion pool;
    private final JobTable jobs;
    private final Crew crew;
    private final SubmitterSlots submitterSlots;
    private final Submissions submissions;
    private final JobSpec spec;
    private final JobResult<R> result;
    private final @Nullable Supplier<R> atHome;
    private final boolean workersOnly;
    private final Set<Long> stoppedPids = new HashSet<>();
    private volatile @Nullable SubmittedJob submitted;
    private volatile boolean abortRequested;
    private @Nullable RuntimeException nobodyWorks;
    private boolean interrupted;
    private long graceEnd;
    private boolean begun;
    private double reached;

    /// @param result makes the result from the partials of the finished job
    /// @param atHome computes the whole job in the calling thread; null when it is handed over to workers
    ArrayCall(
            PoolBackend backend,
            Submissions submissions,
            JobSpec spec,
            JobResult<R> result,
            @Nullable Supplier<R> atHome) {
        this.pool = backend.region();
        this.jobs = new JobTable(pool);
        this.crew = backend.crew();
        this.submitterSlots = backend.submitterSlots();
        this.submissions = submissions;
        this.spec = spec;
        this.result = result;
        this.atHome = atHome;
        this.workersOnly = runsInWorkersOnly(pool, spec);
    }

    /// Whether no submitter may compute the job: code of the user's may crash, never end, or need what the
    /// initializer did, so where workers are processes, only they run it.
    static boolean runsInWorkersOnly(PoolRegion pool, JobSpec spec) {
        return !spec.code().isEmpty() && pool.shape().hasWorkerProcesses();
    }

    /// Never falls: after the row of the job was released, the last value stands.
    @Override
    public synchronized double progress() {
        SubmittedJob job = submitted;
        if (job != null) {
            reached = Math.max(reached, job.progress());
        }
        return reached;
    }

    @Override
    public boolean abort() {
        abortRequested = true;
        SubmittedJob job = submitted;
        if (job != null) {
            job.abort();
            job.news().advance();
        }
        return !begin(false);
    }

    /// Decides, once for [#run] and [#abort], whether the job runs at all.
    private synchronized boolean begin(boolean now) {
        begun |= now && !abortRequested;
        return begun;
    }

    @Override
    public R run() {
        Supplier<R> whole = atHome;
        if (whole == null) {
            tellCrew();
        }
        submissions.begin(this);
        try {
            return whole == null ? compute() : computeAtHome(whole);
        } finally {
            submissions.end(this);
        }
    }

    @Override
    public void start(CompletableFuture<R> job) {
        tellCrew();
        submissions.start(this, job);
    }

    private void tellCrew() {
        if (workersOnly || spec.isLong()) {
            crew.workersNeeded();
        } else {
            crew.workSubmitted();
        }
    }

    @Override
    public R compute() {
        requireWanted();
        try {
            return submitAndAwait();
        } catch (IllegalStateException unmapped) {
            if (pool.isGone()) { // the tables of another process's pool
                throw pool.tablesGone();
            }
            throw unmapped;
        }
    }

    /// Computes the job in this thread and touches no word that other processes read.
    private R computeAtHome(Supplier<R> whole) {
        requireWanted();
        try {
            RuntimeException reason = nobodyWorks();
            if (reason != null) {
                throw CallerFrames.of(reason);
            }
            return whole.get();
        } catch (IllegalStateException unmapped) {
            throw pool.isGone() ? pool.tablesGone() : unmapped;
        }
    }

    /// Begins, unless the call was aborted or its thread interrupted before: a job that ends at once would
    /// not notice that.
    private void requireWanted() {
        if (Thread.currentThread().isInterrupted() || !begin(true)) {
            throw cancelled();
        }
    }

    private R submitAndAwait() {
        RecordedJob record = RecordedJob.begin();
        SubmittedJob job = submit();
        submitted = job;
        try {
            awaitSettled(job);
            progress();
            record.settled(pool, spec, job);
            return collect(job);
        } finally {
            submitted = null;
            job.release();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private SubmittedJob submit() {
        while (true) {
            int seen = pool.news().epoch();
            RuntimeException reason = nobodyWorks();
            if (reason != null) {
                throw CallerFrames.of(reason);
            }
            SubmittedJob job = jobs.trySubmit(spec);
            if (job != null) {
                abortRequested |= !pool.isOpen(); // the workers of another process's pool may have left already
                return job;
            }
            if (abortRequested || Thread.currentThread().isInterrupted()) {
                throw cancelled();
            }
            pool.news().awaitChange(seen, pool.shape().waiting(), Deadline.SLICE);
        }
    }

    /// Why no worker will run the job; null when some may. This thread computes built-in work then.
    private @Nullable RuntimeException nobodyWorks() {
        if (pool.isAbandoned()) {
            return pool.ownerDied();
        }
        return workersOnly ? crew.failure() : null;
    }

    /// Throws only when no process computes for the job any more, without memory too.
    private void awaitSettled(SubmittedJob job) {
        try {
            settle(job);
        } catch (OutOfMemoryError failure) {
            while (!isAbandonedNow(job)) {
                continue; // isAbandonedNow has waited
            }
            throw failure;
        }
    }

    private boolean isAbandonedNow(SubmittedJob job) {
        try {
            abortRequested = true;
            settle(job);
            return true;
        } catch (OutOfMemoryError again) {
            job.news().awaitChange(job.news().epoch(), Waiting.PARK, Deadline.SLICE);
            return false;
        }
    }

    /// Computes chunks of the job while there are any for this thread, and waits until the job is settled.
    private void settle(SubmittedJob job) {
        ChunkRunner helper = null;
        callWorkers(job);
        try {
            while (true) {
                int seen = job.news().epoch();
                abortIfUnwanted(job);
                helper = helper == null ? help(job) : helper;
                abortIfNobodyWorks(job, helper);
                if (helper != null && helper.run(job.entry())) {
                    continue;
                }
                if (job.isSettled()) {
                    return;
                }
                stopOverdue(job);
                job.news().awaitChange(seen, pool.shape().waiting(), Deadline.SLICE);
            }
        } finally {
            if (helper != null) {
                submitterSlots.giveBack(helper);
            }
        }
    }

    private void abortIfUnwanted(SubmittedJob job) {
        interrupted |= Thread.interrupted();
        if (!isUnwanted()) {
            return;
        }
        if (graceEnd == 0) {
            graceEnd = System.nanoTime() + pool.shape().cancelGraceNanos();
        }
        job.abort();
    }

    private boolean isUnwanted() {
        return abortRequested || interrupted;
    }

    private void abortIfNobodyWorks(SubmittedJob job, @Nullable ChunkRunner helper) {
        if (nobodyWorks == null) {
            RuntimeException failure = crew.failure();
            boolean needsWorker = failure != null && (helper == null || job.needsWorker());
            nobodyWorks = needsWorker ? failure : nobodyWorks();
        }
        if (nobodyWorks != null) {
            job.abort();
        }
    }

    /// Kills the workers that still run a chunk when the grace time of an unwanted job is over: their
    /// function may never return. Each worker once: its parent handles the death. A job that became unwanted since
    /// [#abortIfUnwanted] has no grace time yet.
    private void stopOverdue(SubmittedJob job) {
        if (graceEnd != 0 && pool.shape().hasWorkerProcesses() && System.nanoTime() - graceEnd >= 0) {
            job.stopWorkers(worker -> {
                if (stoppedPids.add(worker.pid())) {
                    crew.stop(worker);
                }
            });
        }
    }

    /// Wakes workers. This thread takes the place of one of them when the work is built in.
    private void callWorkers(SubmittedJob job) {
        if (spec.code().isEmpty()) {
            job.callWorkers(Math.min(job.chunks(), pool.parties()) - 1);
        } else {
            job.callAllWorkers();
        }
    }

    /// What this thread computes chunks with; null when it does not. It computes built-in work always, and
    /// functions of the user, where it may at all, while fewer workers live than there are processors.
    private @Nullable ChunkRunner help(SubmittedJob job) {
        boolean helps = spec.code().isEmpty()
                || !workersOnly
                        && (job.chunks() <= 1 || pool.hasFewerWorkersThanProcessors() || crew.failure() != null);
        ChunkRunner helper = helps ? submitterSlots.borrow() : null;
        if (helps && helper == null) {
            job.callWorkers(pool.parties()); // all slots of submitters are taken
        }
        return helper;
    }

    private R collect(SubmittedJob job) {
        Verdict verdict = job.verdict(); // no switch over its types: for one, the JVM needs memory
        if (verdict instanceof Verdict.Complete) {
            return combined(job);
        }
        if (verdict instanceof Verdict.Threw threw) {
            throw rebuilt(threw);
        }
        if (verdict instanceof Verdict.Lost(var pid, var chunk, var attempt)) {
            throw lost(pid, chunk, attempt);
        }
        RuntimeException reason = nobodyWorks;
        throw reason == null ? cancelled() : CallerFrames.of(reason);
    }

    /// The result, of which a worker may make a part: by a task, of which the caller knows nothing.
    private R combined(SubmittedJob job) {
        try {
            return result.of(job.partials(), this::isUnwanted);
        } catch (JobCancelledException part) {
            throw cancelled();
        }
    }

    private JobCancelledException cancelled() {
        return cancelled(interrupted || Thread.currentThread().isInterrupted(), spec);
    }

    static JobCancelledException cancelled(boolean interrupted, JobSpec spec) {
        return new JobCancelledException(
                "%s before it was done: work=%s; an in-place job leaves whole blocks, old or new"
                        .formatted(interrupted ? "cancelled by an interrupt" : "cancelled", spec.work()));
    }

    /// An exception of a built-in operation is thrown as itself, any other as the failure of a worker.
    private RuntimeException rebuilt(Verdict.Threw threw) {
        if (spec.code().isEmpty() && threw.type().equals(ArithmeticException.class.getName())) {
            ArithmeticException exception = new ArithmeticException(threw.message());
            Throwable remote = threw.exception();
            return remote == null ? exception : withCause(exception, remote);
        }
        return thrown(threw.type(), threw.message(), threw.exception());
    }

    private static RuntimeException withCause(ArithmeticException exception, Throwable remote) {
        exception.initCause(remote);
        return exception;
    }

    /// The failure of a worker in which code of the user's threw.
    ///
    /// @param exception null when it could not travel
    static WorkerException thrown(String type, @Nullable String message, @Nullable Throwable exception) {
        WorkerException.Story story = ExitReport.unknown(0, -1, 0);
        String what = "a worker failed: %s: %s".formatted(type, message);
        return exception == null ? new WorkerException(what, story) : new WorkerException(what, story, exception);
    }

    private WorkerException lost(long pid, long chunk, int attempt) {
        String what = "chunk given up: chunk=%s, attempts=%s; every worker that tried it died, the last one"
                .formatted(chunk, attempt);
        return ExitReport.lost(awaitStory(pid), pid, what, chunk, attempt);
    }

    /// Waits for the report on a dead worker, which another process may sweep before its parent has read its lines.
    private Optional<ExitReport> awaitStory(long pid) {
        long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (true) {
            int seen = pool.news().epoch();
            Optional<ExitReport> story = crew.exitReport(pid);
            if (story.isPresent() || !crew.expectsExitReports() || System.nanoTime() - deadline > 0) {
                return story;
            }
            pool.news().awaitChange(seen, pool.shape().waiting(), Deadline.SLICE);
        }
    }
}
