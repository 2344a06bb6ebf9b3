package io.millrace.engine.cli;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// What an exception of the JDK or of a plug-in says, for people.
final class Cause {
    private Cause() {}

    static String of(Throwable error) {
        return switch (error) {
            case AccessDeniedException denied -> "permission denied";
            case NoSuchFileException gone -> "no such file or folder";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            case FileNotFoundException system -> inBrackets(system);
            case EOFException end -> "it ends too early";
            default -> spoken(error);
        };
    }

    /// The JDK writes `path (reason)`.
    private static String inBrackets(FileNotFoundException error) {
        String message = String.valueOf(error.getMessage());
        int bracket = message.lastIndexOf('(');
        return message.endsWith(")") && bracket >= 0 ? message.substring(bracket + 1, message.length() - 1) : message;
    }

    /// The innermost cause knows most; some say nothing but what they are.
    private static String spoken(Throwable error) {
        Throwable cause = error.getCause();
        if (cause != null) {
            return of(cause);
        }
        String message = error.getMessage();
        return message == null || message.isBlank() ? error.getClass().getSimpleName() : message;
    }
}
