package io.millrace.engine.task;

import io.millrace.engine.function.ThrownBytes;
import io.millrace.engine.pool.Crew;
import io.millrace.engine.pool.DeathStory;
import io.millrace.shm.WorkerException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/// What the caller is told about an item that has no result. Exceptions of the user's are asked for
/// nothing but by [ThrownBytes]: their own methods may throw.
record Failures(Crew crew) {

    /// Its code threw.
    static WorkerException threw(long index, Throwable original) {
        return new WorkerException(
                "a task failed: index=%d, %s; the cause has its stack trace".formatted(index, ThrownBytes.described(original)),
                nobodyDied(index),
                original);
    }

    /// It returned what cannot travel.
    static WorkerException unencodable(long index, Throwable refusal) {
        return new WorkerException(
                "the result of a task cannot travel: index=%d; %s".formatted(index, ThrownBytes.message(refusal)),
                nobodyDied(index),
                refusal);
    }

    /// What came back is nothing that can be read here.
    static WorkerException undecodable(long index, Throwable failure) {
        return new WorkerException(
                "the result of a task cannot be read here: index=%d; %s".formatted(index, ThrownBytes.described(failure)),
                nobodyDied(index),
                failure);
    }

    /// It could not even be put into the file.
    static WorkerException unsendable(long index, RuntimeException failure) {
        return new WorkerException(
                "a task cannot be handed to the workers: index=%d; %s".formatted(index, failure.getMessage()),
                nobodyDied(index),
                failure);
    }

    /// It ran too long.
    static WorkerException timedOut(long index, long timeoutNanos, long pid) {
        String limit = "a task ran longer than its time-out: index=%d, timeout=%s"
                .formatted(index, Duration.ofNanos(timeoutNanos));
        return new WorkerException(
                limit + "; its worker was replaced, give it more time or make it smaller",
                DeathStory.untold(pid, index, 1),
                new TimeoutException(limit));
    }

    private static WorkerException.Story nobodyDied(long index) {
        return DeathStory.untold(0, index, 0);
    }

    /// Whether the story of a dead worker may still come.
    boolean isUntold(long pid) {
        return crew.expectsStories() && crew.story(pid).isEmpty();
    }

    /// Every worker that tried it died.
    WorkerException lost(long index, int attempts, long pid) {
        String what = "task given up: index=%d, attempts=%d; every worker that tried it died, the last one"
                .formatted(index, attempts);
        return DeathStory.lost(crew.story(pid), pid, what, index, attempts);
    }
}
