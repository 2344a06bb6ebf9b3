package io.millrace.shm;

/// A value or function cannot travel to another process; the message names its class and the path
/// to it.
public final class NotTransportableException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// With what happened, the values, and the remedy.
    public NotTransportableException(String message) {
        super(message);
    }

    /// As above, with the error that led here.
    public NotTransportableException(String message, Throwable cause) {
        super(message, cause);
    }
}
