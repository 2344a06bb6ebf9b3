package io.millrace.engine.cli.text;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the path of a file. Refuses an empty path, often a shell variable without a value, which
/// would name the current folder.
public final class FilePath implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("'' is not the path of a file; give one");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException unwritable) {
            throw new TypeConversionException(
                    "'%s' cannot be a path here; in a UTF-8 locale (LANG=C.UTF-8) every letter can".formatted(text));
        }
    }
}
