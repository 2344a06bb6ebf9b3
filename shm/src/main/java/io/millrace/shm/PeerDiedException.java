package io.millrace.shm;

/// Nobody is on the other side any more: it died, or closed its end; the message says which.
public final class PeerDiedException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// With what happened, the values, and the remedy.
    public PeerDiedException(String message) {
        super(message);
    }

    /// As above, with the error that led here.
    public PeerDiedException(String message, Throwable cause) {
        super(message, cause);
    }
}
