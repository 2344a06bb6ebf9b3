package io.millrace.shm;

/// The file is not a Millrace file this version can use: wrong magic, version, byte order, boot,
/// size or checksum.
public final class FileFormatException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public FileFormatException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public FileFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
