package io.millrace.engine.cli.text;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Reads the paths of files. Refuses an empty path, often a shell variable without a value, which
/// would name the current folder.
public final class FilePath {
    private FilePath() {}

    /// Reads a path.
    ///
    /// @throws UsageException when the text is none
    public static Path parse(String text) {
        if (text.isEmpty()) {
            throw new UsageException("'' is not the path of a file; give one");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException unwritable) {
            throw new UsageException(
                    "'%s' cannot be a path here; in a UTF-8 locale (LANG=C.UTF-8) every letter can".formatted(text));
        }
    }
}
