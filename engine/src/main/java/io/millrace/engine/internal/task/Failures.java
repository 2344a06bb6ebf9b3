package io.millrace.engine.internal.task;

import io.millrace.engine.internal.crew.Crew;
import io.millrace.engine.internal.jvm.ExitReport;
import io.millrace.engine.internal.lambda.ThrownBytes;
import io.millrace.shm.WorkerException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/// Makes the failures of items that have no result. Only [ThrownBytes] calls methods of the user's
/// exceptions: they may throw.
record Failures(Crew crew) {

    /// The code of the item threw.
    static WorkerException threw(long index, Throwable original) {
        return new WorkerException(
                "a task failed: index=%s, %s; the cause has its stack trace"
                        .formatted(index, ThrownBytes.described(original)),
                nobodyDied(index),
                original);
    }

    /// The item returned what cannot travel.
    static WorkerException unencodable(long index, Throwable refusal) {
        return new WorkerException(
                "the result of a task cannot travel: index=%s; %s".formatted(index, ThrownBytes.message(refusal)),
                nobodyDied(index),
                refusal);
    }

    /// The result cannot be decoded here.
    static WorkerException undecodable(long index, Throwable failure) {
        return new WorkerException(
                "the result of a task cannot be read here: index=%s; %s"
                        .formatted(index, ThrownBytes.described(failure)),
                nobodyDied(index),
                failure);
    }

    /// The item could not be put into the file.
    static WorkerException unsendable(long index, RuntimeException failure) {
        return new WorkerException(
                "a task cannot be handed to the workers: index=%s; %s".formatted(index, failure.getMessage()),
                nobodyDied(index),
                failure);
    }

    /// The item ran longer than its time-out.
    static WorkerException timedOut(long index, long timeoutNanos, long pid) {
        String limit = "a task ran longer than its time-out: index=%s, timeout=%s"
                .formatted(index, Duration.ofNanos(timeoutNanos));
        return new WorkerException(
                limit + "; its worker was replaced, give it more time or make it smaller",
                ExitReport.unknown(pid, index, 1),
                new TimeoutException(limit));
    }

    private static WorkerException.Story nobodyDied(long index) {
        return ExitReport.unknown(0, index, 0);
    }

    /// Whether the report on a dead worker may still come.
    boolean isUntold(long pid) {
        return crew.expectsExitReports() && crew.exitReport(pid).isEmpty();
    }

    /// Every worker that ran the item died.
    WorkerException lost(long index, int attempts, long pid) {
        String what = "task given up: index=%s, attempts=%s; every worker that tried it died, the last one"
                .formatted(index, attempts);
        return ExitReport.lost(crew.exitReport(pid), pid, what, index, attempts);
    }
}
