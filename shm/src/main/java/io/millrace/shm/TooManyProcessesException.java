package io.millrace.shm;

/// All 1023 process slots of the file are held by living processes.
public final class TooManyProcessesException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public TooManyProcessesException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public TooManyProcessesException(String message, Throwable cause) {
        super(message, cause);
    }
}
