package io.millrace.shm;

/// The queue was closed and, for takers, drained.
public final class QueueClosedException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public QueueClosedException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public QueueClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
