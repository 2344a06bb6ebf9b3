package io.millrace.engine;

import io.millrace.engine.job.ChunkRunner;
import io.millrace.engine.job.JobSpec;
import io.millrace.engine.job.JobTable;
import io.millrace.engine.job.Partials;
import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.job.SubmittedJob;
import io.millrace.engine.job.SubmittedJob.Verdict;
import io.millrace.engine.pool.Crew;
import io.millrace.engine.pool.DeathStory;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.WorkerException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Takes one job from its submission to its end, in the thread that asked for it.
///
/// ```text
///   submit ── all entries taken? wait ──▶ help or sleep ◀──▶ look ── settled ──▶ verdict ──▶ release ──▶ result or throw
///                                            │
///                                            └── interrupted, cancelled, workers gone: abort, go on until settled
/// ```
final class JobRunner<R> implements Job.Running {
    /// A sleep is never longer: a wake may be lost with the process that owed it.
    private static final Duration SLICE = Duration.ofMillis(50);

    private final PoolRegion pool;
    private final JobTable jobs;
    private final Crew crew;
    private final Helpers helpers;
    private final JobSpec spec;
    private final Function<Partials, R> result;
    private volatile @Nullable SubmittedJob submitted;
    private volatile boolean abortRequested;
    private boolean begun;
    private double reached;

    /// What all jobs of a pool share.
    record Ground(PoolRegion pool, Crew crew, Helpers helpers) {}

    /// @param result makes the result from the partials of the finished job
    JobRunner(Ground ground, JobSpec spec, Function<Partials, R> result) {
        this.pool = ground.pool();
        this.jobs = new JobTable(pool);
        this.crew = ground.crew();
        this.helpers = ground.helpers();
        this.spec = spec;
        this.result = result;
    }

    /// Never falls: when the entry has been given back, what was reached until then stands.
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
            job.news().addAndWakeAll(1);
        }
        return !begin(false);
    }

    /// Whoever comes first decides whether the job runs at all.
    private synchronized boolean begin(boolean now) {
        begun |= now && !abortRequested;
        return begun;
    }

    /// Runs the job to its end. Interrupted, it cancels the job, waits for the chunks in work and
    /// restores the flag.
    ///
    /// @throws JobCancelledException when aborted or interrupted before it was done
    R run() {
        if (!begin(true)) {
            throw cancelled();
        }
        boolean interrupted = false;
        SubmittedJob job = submit();
        submitted = job;
        try {
            interrupted = awaitSettled(job);
            return collect(job);
        } finally {
            progress();
            submitted = null;
            job.release();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private SubmittedJob submit() {
        while (true) {
            int seen = pool.news().getAcquire();
            checkAlive();
            SubmittedJob job = jobs.trySubmit(spec);
            if (job != null) {
                abortRequested |= !pool.isOpen(); // the workers of another's pool may have gone home already
                return job;
            }
            if (abortRequested || Thread.currentThread().isInterrupted()) {
                throw cancelled();
            }
            pool.news().awaitChange(seen, pool.shape().waiting(), SLICE);
        }
    }

    private void checkAlive() {
        WorkerException failure = crew.failure();
        if (failure != null) {
            throw failure;
        }
        if (pool.isAbandoned()) {
            throw pool.ownerDied();
        }
    }

    /// @return whether the thread was interrupted meanwhile; the flag is cleared
    private boolean awaitSettled(SubmittedJob job) {
        boolean interrupted = false;
        ChunkRunner helper = helps(job) ? helpers.borrow() : null;
        try {
            while (true) {
                int seen = job.news().getAcquire();
                if (Thread.interrupted()) {
                    interrupted = true;
                    job.abort();
                }
                if (abortRequested || crew.failure() != null || pool.isAbandoned()) {
                    job.abort();
                }
                if (helper != null && helper.run(job.entry())) {
                    continue;
                }
                if (job.isSettled()) {
                    return interrupted;
                }
                job.news().awaitChange(seen, pool.shape().waiting(), SLICE);
            }
        } finally {
            if (helper != null) {
                helpers.giveBack(helper);
            }
        }
    }

    /// A submitter computes too where a processor is left for it, and a job of one chunk at once:
    /// waking a worker for that takes longer.
    private boolean helps(SubmittedJob job) {
        return job.chunks() <= 1 || pool.workers() < Runtime.getRuntime().availableProcessors();
    }

    private R collect(SubmittedJob job) {
        return switch (job.verdict()) {
            case Verdict.Complete() -> result.apply(job.partials());
            case Verdict.Threw threw -> throw rebuilt(threw);
            case Verdict.Lost(var pid, var chunk, var attempt) -> throw lost(pid, chunk, attempt);
            case Verdict.Aborted() -> {
                checkAlive();
                throw cancelled();
            }
        };
    }

    private JobCancelledException cancelled() {
        return new JobCancelledException(
                "cancelled before it was done: work=%s; an in-place job leaves whole blocks, old or new"
                        .formatted(spec.work()));
    }

    /// A built-in operation's own exception comes as itself, all else as what a worker met with.
    private RuntimeException rebuilt(Verdict.Threw threw) {
        if (spec.code().isEmpty() && threw.type().equals(ArithmeticException.class.getName())) {
            return new ArithmeticException(threw.message());
        }
        return thrown(threw.type(), threw.message(), threw.exception());
    }

    /// What the user's code threw while it computed.
    ///
    /// @param exception null when it could not travel
    static WorkerException thrown(String type, @Nullable String message, @Nullable Throwable exception) {
        WorkerException.Story story = DeathStory.untold(0, -1, 0);
        String what = "a worker failed: %s: %s".formatted(type, message);
        return exception == null ? new WorkerException(what, story) : new WorkerException(what, story, exception);
    }

    private WorkerException lost(long pid, long chunk, int attempt) {
        String what = "chunk given up: chunk=%d, attempts=%d; every worker that tried it died, the last one"
                .formatted(chunk, attempt);
        return DeathStory.lost(awaitStory(pid), pid, what, chunk, attempt);
    }

    /// Another process may have swept the dead worker before its parent has read its last lines.
    private Optional<DeathStory> awaitStory(long pid) {
        long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (true) {
            int seen = pool.news().getAcquire();
            Optional<DeathStory> story = crew.story(pid);
            if (story.isPresent() || !crew.expectsStories() || System.nanoTime() - deadline > 0) {
                return story;
            }
            pool.news().awaitChange(seen, pool.shape().waiting(), SLICE);
        }
    }
}
