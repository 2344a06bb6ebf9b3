package io.millrace.engine.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The path of a file. An empty one, often a shell variable without a value, would name the folder
/// one is in.
final class FilePath implements ITypeConverter<Path> {
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
