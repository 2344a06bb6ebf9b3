package io.millrace.shm;

/// A value or function cannot travel to another process; the message names its class and the path
/// to it.
public final class NotTransportableException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public NotTransportableException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public NotTransportableException(String message, Throwable cause) {
        super(message, cause);
    }
}
