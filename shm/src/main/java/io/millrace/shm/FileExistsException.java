package io.millrace.shm;

/// A file of that name exists already; nothing was changed.
public final class FileExistsException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public FileExistsException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public FileExistsException(String message, Throwable cause) {
        super(message, cause);
    }
}
