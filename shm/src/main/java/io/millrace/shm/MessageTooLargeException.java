package io.millrace.shm;

/// The message does not fit into the space given to one message.
public final class MessageTooLargeException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public MessageTooLargeException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public MessageTooLargeException(String message, Throwable cause) {
        super(message, cause);
    }
}
