package io.millrace.shm;

/// This end of the pipe belongs to another process, or its last owner died and nobody called `reset`.
public final class EndTakenException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public EndTakenException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public EndTakenException(String message, Throwable cause) {
        super(message, cause);
    }
}
