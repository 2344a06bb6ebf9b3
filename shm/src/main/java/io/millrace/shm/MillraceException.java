package io.millrace.shm;

/// Whatever the file, the system or another process causes. Unchecked; the kinds are final classes
/// of this package. A message says what happened, with the values, and then the remedy.
public class MillraceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Creates the exception. The message says what happened, with values, and names the remedy.
    public MillraceException(String message) {
        super(message);
    }

    /// Creates the exception with the error that caused it.
    public MillraceException(String message, Throwable cause) {
        super(message, cause);
    }
}
