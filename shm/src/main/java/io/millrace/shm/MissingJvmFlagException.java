package io.millrace.shm;

/// The JVM was started without a flag that the called part needs; the message is the line to add.
public final class MissingJvmFlagException extends MillraceException {
    private static final long serialVersionUID = 1L;

    /// With what happened, the values, and the remedy.
    public MissingJvmFlagException(String message) {
        super(message);
    }

    /// As above, with the error that led here.
    public MissingJvmFlagException(String message, Throwable cause) {
        super(message, cause);
    }
}
