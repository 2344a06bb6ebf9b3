package io.millrace.shm;

/// The job was cancelled, or its submitter was interrupted, before it was done.
public final class JobCancelledException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public JobCancelledException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public JobCancelledException(String message, Throwable cause) {
        super(message, cause);
    }
}
