package io.millrace.shm;

/// The file has no region of that name.
public final class NoSuchRegionException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// With what happened, the values, and the remedy.
    public NoSuchRegionException(String message) {
        super(message);
    }

    /// As above, with the error that led here.
    public NoSuchRegionException(String message, Throwable cause) {
        super(message, cause);
    }
}
