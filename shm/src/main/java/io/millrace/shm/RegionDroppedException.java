package io.millrace.shm;

/// The region behind this handle was dropped by this or another process.
public final class RegionDroppedException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// With what happened, the values, and the remedy.
    public RegionDroppedException(String message) {
        super(message);
    }

    /// As above, with the error that led here.
    public RegionDroppedException(String message, Throwable cause) {
        super(message, cause);
    }
}
