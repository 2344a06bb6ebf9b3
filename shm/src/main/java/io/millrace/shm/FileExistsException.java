package io.millrace.shm;

/// A file of that name exists already; nothing was changed.
public final class FileExistsException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// With what happened, the values, and the remedy.
    public FileExistsException(String message) {
        super(message);
    }

    /// As above, with the error that led here.
    public FileExistsException(String message, Throwable cause) {
        super(message, cause);
    }
}
