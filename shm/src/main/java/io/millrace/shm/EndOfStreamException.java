package io.millrace.shm;

/// The other end of the pipe is closed or dead, and everything it sent was received.
public final class EndOfStreamException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public EndOfStreamException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public EndOfStreamException(String message, Throwable cause) {
        super(message, cause);
    }
}
