package io.millrace.shm;

/// A party of the barrier died, timed out or gave up; the barrier is broken until it is reset.
public final class BarrierBrokenException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public BarrierBrokenException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public BarrierBrokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
