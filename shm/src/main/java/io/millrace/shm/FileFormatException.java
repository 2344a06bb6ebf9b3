package io.millrace.shm;

/// The file is not a Millrace file this version can use: wrong magic, version, byte order, boot,
/// size or checksum.
public final class FileFormatException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// With what happened, the values, and the remedy.
    public FileFormatException(String message) {
        super(message);
    }

    /// As above, with the error that led here.
    public FileFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
