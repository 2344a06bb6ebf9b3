package io.millrace.shm;

/// The system refuses the file, or the file is one that must not be trusted: missing, a symbolic
/// link, not a regular file, of another user, writable by others, with several names, or on a
/// network file system.
public final class FileAccessException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public FileAccessException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public FileAccessException(String message, Throwable cause) {
        super(message, cause);
    }
}
