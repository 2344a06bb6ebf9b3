package io.millrace.shm;

/// The job was cancelled, or its submitter was interrupted, before it was done.
public final class JobCancelledException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// With what happened, the values, and the remedy.
    public JobCancelledException(String message) {
        super(message);
    }

    /// As above, with the error that led here.
    public JobCancelledException(String message, Throwable cause) {
        super(message, cause);
    }
}
