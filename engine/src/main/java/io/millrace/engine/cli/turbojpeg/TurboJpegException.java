package io.millrace.engine.cli.turbojpeg;

/// libjpeg-turbo has refused a picture, or has found damage in it; the message is the library's own.
public final class TurboJpegException extends Exception {
    private static final long serialVersionUID = 1;

    TurboJpegException(String message) {
        super(message);
    }
}
