package io.millrace.engine.cli.text;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Describes exceptions of the JDK and of plug-ins for users.
public final class CauseText {
    private CauseText() {}

    public static String of(Throwable error) {
        return switch (error) {
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException file -> "there is a file of that name";
            case NoSuchFileException gone -> "no such file or folder";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            case FileNotFoundException system -> reasonInBrackets(system);
            case EOFException end -> "it ends too early";
            default -> innermost(error);
        };
    }

    /// The reason in a message of the form `path (reason)`.
    private static String reasonInBrackets(FileNotFoundException error) {
        String message = String.valueOf(error.getMessage());
        int bracket = message.lastIndexOf('(');
        return message.endsWith(")") && bracket >= 0 ? message.substring(bracket + 1, message.length() - 1) : message;
    }

    /// The message of the innermost cause, or its class if it has no message.
    private static String innermost(Throwable error) {
        Throwable cause = error.getCause();
        if (cause != null) {
            return of(cause);
        }
        String message = error.getMessage();
        return message == null || message.isBlank() ? error.getClass().getSimpleName() : message;
    }
}
