package io.millrace.shm;

/// This end of the pipe belongs to another process, or its last owner died and nobody called `reset`.
public final class EndTakenException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// With what happened, the values, and the remedy.
    public EndTakenException(String message) {
        super(message);
    }

    /// As above, with the error that led here.
    public EndTakenException(String message, Throwable cause) {
        super(message, cause);
    }
}
