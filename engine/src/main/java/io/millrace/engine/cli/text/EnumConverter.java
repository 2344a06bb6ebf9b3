package io.millrace.engine.cli.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a constant of an enum, in upper or lower case.
public record EnumConverter<E extends Enum<E>>(Class<E> type) implements ITypeConverter<E> {
    @Override
    public E convert(String text) {
        List<String> names = Arrays.stream(type.getEnumConstants()).map(EnumConverter::lower).toList();
        int place = names.indexOf(text.toLowerCase(Locale.ROOT));
        if (place < 0) {
            throw new TypeConversionException(
                    "'%s' is unknown; give %s".formatted(text, UsageMessage.listed(names, "or")));
        }
        return type.getEnumConstants()[place];
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
