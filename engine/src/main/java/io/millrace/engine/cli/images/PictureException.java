package io.millrace.engine.cli.images;

/// One picture cannot be resized; the message is for users. Other pictures are not affected.
final class PictureException extends Exception {
    private static final long serialVersionUID = 1;

    PictureException(String message) {
        super(message);
    }

    PictureException(String message, Throwable cause) {
        super(message, cause);
    }
}
