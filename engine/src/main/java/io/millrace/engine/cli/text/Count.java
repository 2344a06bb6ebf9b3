package io.millrace.engine.cli.text;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads and writes whole numbers: `64_000_000`, `64M`, `-5`, `2Gi`. `K M G T` are powers of 1,000;
/// with an `i` they are powers of 1,024.
public final class Count {
    private static final Pattern SYNTAX =
            Pattern.compile("([+-]?(?:\\d{1,3}(?:,\\d{3})+|\\d[\\d_]*))([KMGT])?(i)?", Pattern.CASE_INSENSITIVE);
    private static final String SCALES = "KMGT";

    private Count() {}

    /// Reads a number.
    ///
    /// @throws UsageException when the text is no whole number of 64 bits
    public static long parse(String text) {
        Matcher match = SYNTAX.matcher(text.strip());
        if (!match.matches() || (match.group(2) == null && match.group(3) != null)) {
            throw new UsageException(
                    "'%s' is not a whole number; write it like 1000, 64_000_000, 64M or 2Gi".formatted(text));
        }
        try {
            long number = Long.parseLong(match.group(1).replaceAll("[_,]", ""));
            long unit = match.group(3) == null ? 1000 : 1024;
            int exponent = match.group(2) == null ? 0 : SCALES.indexOf(match.group(2).toUpperCase(Locale.ROOT)) + 1;
            return Math.multiplyExact(number, power(unit, exponent));
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            throw new UsageException("'%s' does not fit into 64 bits; give a smaller one".formatted(text));
        }
    }

    /// The value of an option that has bounds.
    ///
    /// @throws UsageException when it is below the least or above the greatest
    public static long inRange(String option, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw new UsageException("%s is out of range: %s; give %s to %s"
                    .formatted(option, grouped(value), grouped(least), grouped(greatest)));
        }
        return value;
    }

    private static long power(long base, int exponent) {
        long power = 1;
        for (int factor = 0; factor < exponent; factor++) {
            power *= base;
        }
        return power;
    }

    /// A size: `1.5 GiB`.
    public static String bytes(long byteSize) {
        if (byteSize < 1 << 10) {
            return byteSize + " B";
        }
        int scale = (63 - Long.numberOfLeadingZeros(byteSize)) / 10;
        double value = byteSize / Math.scalb(1.0, scale * 10);
        return fixed(value, value < 10 ? 1 : 0) + " " + "BKMGTPE".charAt(scale) + "iB";
    }

    /// A number of things: `1 worker`, `1,000 workers`.
    public static String of(long number, String thing) {
        String plural = thing.endsWith("s") || thing.endsWith("ch") ? "es" : "s";
        return "%s %s%s".formatted(grouped(number), thing, number == 1 ? "" : plural);
    }

    /// A number with separators: `64,000,000`.
    public static String grouped(long number) {
        StringBuilder text = new StringBuilder(Long.toString(number));
        int first = number < 0 ? 1 : 0;
        for (int place = text.length() - 3; place > first; place -= 3) {
            text.insert(place, ',');
        }
        return text.toString();
    }

    /// A number below 10^14 with so many digits behind the point, at most 4. `String.format` would load the formats
    /// of locales first, which takes longer than a small job.
    ///
    /// @param number at least 0
    public static String fixed(double number, int digits) {
        long unit = power(10, digits);
        long rounded = Math.round(number * unit);
        String whole = Long.toString(rounded / unit);
        return digits == 0 ? whole : whole + "." + Long.toString(unit + rounded % unit).substring(1);
    }
}
