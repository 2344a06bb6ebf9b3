package io.millrace.engine.cli;

/// Why one picture cannot be resized, in words for users. The others go on.
final class PictureException extends Exception {
    private static final long serialVersionUID = 1;

    PictureException(String message) {
        super(message);
    }

    PictureException(String message, Throwable cause) {
        super(message, cause);
    }
}
