package io.millrace.engine.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Whole numbers as people write them: `64_000_000`, `64M`, `-5`, `2Gi`. `K M G T` are thousands,
/// millions and so on; with an `i` they are powers of 1,024.
final class Count implements ITypeConverter<Long> {
    private static final Pattern SYNTAX =
            Pattern.compile("([+-]?\\d[\\d_,]*)([KMGT])?(i)?", Pattern.CASE_INSENSITIVE);
    private static final String SCALES = "KMGT";

    @Override
    public Long convert(String text) {
        Matcher match = SYNTAX.matcher(text.strip());
        if (!match.matches() || (match.group(2) == null && match.group(3) != null)) {
            throw new TypeConversionException(
                    "'%s' is not a whole number; write it like 1000, 64_000_000, 64M or 2Gi".formatted(text));
        }
        try {
            long number = Long.parseLong(match.group(1).replaceAll("[_,]", ""));
            long unit = match.group(3) == null ? 1000 : 1024;
            return Math.multiplyExact(number, power(unit, match.group(2)));
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            throw new TypeConversionException("'%s' does not fit into 64 bits; give a smaller one".formatted(text));
        }
    }

    private static long power(long unit, String scale) {
        int exponent = scale == null ? 0 : SCALES.indexOf(scale.toUpperCase(Locale.ROOT)) + 1;
        long power = 1;
        for (int factor = 0; factor < exponent; factor++) {
            power *= unit;
        }
        return power;
    }

    /// A size for people: `1.5 GiB`.
    static String bytes(long byteSize) {
        if (byteSize < 1 << 10) {
            return byteSize + " B";
        }
        int scale = (63 - Long.numberOfLeadingZeros(byteSize)) / 10;
        double value = byteSize / Math.scalb(1.0, scale * 10);
        return String.format(Locale.ROOT, value < 10 ? "%.1f %ciB" : "%.0f %ciB", value, "BKMGTPE".charAt(scale));
    }

    /// So many things: `1 worker`, `1,000 workers`.
    static String of(long number, String thing) {
        return "%s %s%s".formatted(grouped(number), thing, number == 1 ? "" : thing.endsWith("s") ? "es" : "s");
    }

    /// A number with separators: `64,000,000`.
    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
