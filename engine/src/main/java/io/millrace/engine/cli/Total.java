package io.millrace.engine.cli;

import java.util.HexFormat;
import java.util.Locale;

/// A sum, as its element type gives it.
sealed interface Total {
    /// Largest magnitude up to which every whole `double` is printed as one.
    double EXACT_WHOLE = 0x1p53;

    /// Of `double` and `float` elements.
    record Real(double value) implements Total {
        @Override
        public double asDouble() {
            return value;
        }

        @Override
        public Number json() {
            boolean whole = value == Math.rint(value) && Math.abs(value) <= EXACT_WHOLE;
            return whole && (value != 0 || 1 / value > 0) ? (Number) (long) value : (Number) value;
        }

        @Override
        public boolean sameAs(Total other) {
            return other instanceof Real that
                    && Double.doubleToLongBits(value) == Double.doubleToLongBits(that.value);
        }
    }

    /// Of integer elements: two's complement in 64 bits.
    record Whole(long value) implements Total {
        @Override
        public double asDouble() {
            return value;
        }

        @Override
        public Number json() {
            return value;
        }

        @Override
        public boolean sameAs(Total other) {
            return equals(other);
        }
    }

    /// As a `double`; the nearest one for a large integer.
    double asDouble();

    /// As a JSON number.
    Number json();

    /// The same bits; any NaN equals any other.
    boolean sameAs(Total other);

    /// IEEE 754 bits of [#asDouble] as 16 hex digits; every NaN as `7ff8000000000000`.
    default String bits() {
        return HexFormat.of().toHexDigits(Double.doubleToLongBits(asDouble()));
    }

    /// For people: `42,752,204,797`, or the shortest digits that tell a `double` from its
    /// neighbours.
    default String text() {
        Number number = json();
        return number instanceof Long whole ? String.format(Locale.ROOT, "%,d", whole) : number.toString();
    }
}
