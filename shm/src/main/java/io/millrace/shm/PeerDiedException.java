package io.millrace.shm;

/// Nobody is on the other side any more: it died, or closed its end; the message says which.
public final class PeerDiedException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public PeerDiedException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public PeerDiedException(String message, Throwable cause) {
        super(message, cause);
    }
}
