package io.millrace.shm;

/// A party of the barrier died, timed out or gave up; the barrier is broken until it is reset.
public final class BarrierBrokenException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// With what happened, the values, and the remedy.
    public BarrierBrokenException(String message) {
        super(message);
    }

    /// As above, with the error that led here.
    public BarrierBrokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
