package io.millrace.shm;

/// The region behind this handle was dropped by this or another process.
public final class RegionDroppedException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public RegionDroppedException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public RegionDroppedException(String message, Throwable cause) {
        super(message, cause);
    }
}
