package io.millrace.shm;

/// The message does not fit into the space given to one message.
public final class MessageTooLargeException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// With what happened, the values, and the remedy.
    public MessageTooLargeException(String message) {
        super(message);
    }

    /// As above, with the error that led here.
    public MessageTooLargeException(String message, Throwable cause) {
        super(message, cause);
    }
}
