package io.millrace.shm;

/// The last owner of the lock died inside; the lock is *not* held by the caller and keeps its mark.
public final class OwnerDiedException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public OwnerDiedException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public OwnerDiedException(String message, Throwable cause) {
        super(message, cause);
    }
}
