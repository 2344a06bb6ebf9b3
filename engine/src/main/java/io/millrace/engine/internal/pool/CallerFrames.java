package io.millrace.engine.internal.pool;

import io.millrace.shm.JobCancelledException;
import io.millrace.shm.PeerDiedException;
import io.millrace.shm.WorkerException;

/// Copies exceptions that another thread made, so that the stack trace shows the line of the calling
/// thread that waits.
public final class CallerFrames {
    private CallerFrames() {}

    /// The exception with the frames of the calling thread. Kinds that the engine does not make in other
    /// threads are returned as they are.
    public static RuntimeException of(RuntimeException made) {
        return switch (made) {
            case WorkerException failure -> of(failure);
            case JobCancelledException cancelled -> new JobCancelledException(told(cancelled), cancelled);
            case PeerDiedException died -> new PeerDiedException(told(died), died);
            case IllegalStateException closed when closed.getClass() == IllegalStateException.class ->
                new IllegalStateException(told(closed), closed);
            default -> made;
        };
    }

    /// What code of the user's threw stays the cause; the frames of the thread that received it tell
    /// nothing.
    public static WorkerException of(WorkerException failure) {
        Throwable cause = failure.getCause();
        return cause == null
                ? new WorkerException(told(failure), failure.story())
                : new WorkerException(told(failure), failure.story(), cause);
    }

    private static String told(RuntimeException made) {
        return String.valueOf(made.getMessage());
    }
}
