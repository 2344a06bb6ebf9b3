package io.millrace.shm;

/// The region of that name is of another kind, element type or codec than the one asked for.
public final class WrongRegionTypeException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public WrongRegionTypeException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public WrongRegionTypeException(String message, Throwable cause) {
        super(message, cause);
    }
}
