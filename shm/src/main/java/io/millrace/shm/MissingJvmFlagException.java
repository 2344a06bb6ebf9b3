package io.millrace.shm;

/// The JVM was started without a flag that the called method needs; the message names the flag.
public final class MissingJvmFlagException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public MissingJvmFlagException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public MissingJvmFlagException(String message, Throwable cause) {
        super(message, cause);
    }
}
