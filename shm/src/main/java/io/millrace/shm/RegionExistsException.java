package io.millrace.shm;

/// The name is taken by another region of this file.
public final class RegionExistsException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// With what happened, the values, and the remedy.
    public RegionExistsException(String message) {
        super(message);
    }

    /// As above, with the error that led here.
    public RegionExistsException(String message, Throwable cause) {
        super(message, cause);
    }
}
