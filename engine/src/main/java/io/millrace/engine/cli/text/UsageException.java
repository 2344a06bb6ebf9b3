package io.millrace.engine.cli.text;

/// A wrong command line; the message says which word is wrong and what would be right.
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }
}
