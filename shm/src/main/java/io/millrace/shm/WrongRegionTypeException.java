package io.millrace.shm;

/// The region of that name is of another kind, element type or codec than the one asked for.
public final class WrongRegionTypeException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// With what happened, the values, and the remedy.
    public WrongRegionTypeException(String message) {
        super(message);
    }

    /// As above, with the error that led here.
    public WrongRegionTypeException(String message, Throwable cause) {
        super(message, cause);
    }
}
