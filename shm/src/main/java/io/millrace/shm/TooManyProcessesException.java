package io.millrace.shm;

/// All 1023 process slots of the file are held by living processes.
public final class TooManyProcessesException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// With what happened, the values, and the remedy.
    public TooManyProcessesException(String message) {
        super(message);
    }

    /// As above, with the error that led here.
    public TooManyProcessesException(String message, Throwable cause) {
        super(message, cause);
    }
}
