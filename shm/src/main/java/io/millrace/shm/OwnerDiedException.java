package io.millrace.shm;

/// The last owner of the lock died inside; the lock is *not* held by the caller and keeps its mark.
public final class OwnerDiedException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// With what happened, the values, and the remedy.
    public OwnerDiedException(String message) {
        super(message);
    }

    /// As above, with the error that led here.
    public OwnerDiedException(String message, Throwable cause) {
        super(message, cause);
    }
}
