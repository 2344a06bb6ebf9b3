package io.millrace.shm;

/// The other end of the pipe is closed or dead, and everything it sent was received.
public final class EndOfStreamException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// With what happened, the values, and the remedy.
    public EndOfStreamException(String message) {
        super(message);
    }

    /// As above, with the error that led here.
    public EndOfStreamException(String message, Throwable cause) {
        super(message, cause);
    }
}
