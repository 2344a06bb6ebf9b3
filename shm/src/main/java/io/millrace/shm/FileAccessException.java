package io.millrace.shm;

/// The system refuses the file, or the file is one that must not be trusted: missing, a symbolic
/// link, not a regular file, of another user, writable by others, with several names, or on a
/// network file system.
public final class FileAccessException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// With what happened, the values, and the remedy.
    public FileAccessException(String message) {
        super(message);
    }

    /// As above, with the error that led here.
    public FileAccessException(String message, Throwable cause) {
        super(message, cause);
    }
}
