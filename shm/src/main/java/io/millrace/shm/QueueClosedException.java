package io.millrace.shm;

/// The queue was closed and, for takers, drained.
public final class QueueClosedException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// With what happened, the values, and the remedy.
    public QueueClosedException(String message) {
        super(message);
    }

    /// As above, with the error that led here.
    public QueueClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
