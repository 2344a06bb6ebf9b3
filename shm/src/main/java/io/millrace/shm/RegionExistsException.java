package io.millrace.shm;

/// The name is taken by another region of this file.
public final class RegionExistsException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public RegionExistsException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public RegionExistsException(String message, Throwable cause) {
        super(message, cause);
    }
}
