package io.millrace.shm;

/// The file has no region of that name.
public final class NoSuchRegionException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public NoSuchRegionException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public NoSuchRegionException(String message, Throwable cause) {
        super(message, cause);
    }
}
