package io.millrace.engine.cli.squares;

import io.millrace.engine.cli.text.Count;
import java.util.HexFormat;

/// A sum of elements.
sealed interface Total {
    /// Up to this magnitude a whole `double` is printed as an integer.
    double EXACT_WHOLE = 0x1p53;

    /// A sum of `double` or `float` elements.
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

    /// A sum of integers, in 64 bits.
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

    /// The sum as a `double`, rounded for large integers.
    double asDouble();

    /// The sum as a JSON number.
    Number json();

    /// Whether both have the same bits; all NaNs are equal.
    boolean sameAs(Total other);

    /// IEEE 754 bits of [#asDouble] as 16 hex digits; every NaN as `7ff8000000000000`.
    default String bits() {
        return HexFormat.of().toHexDigits(Double.doubleToLongBits(asDouble()));
    }

    /// The sum with separators, `42,752,204,797`, or the shortest digits that identify a `double`.
    default String text() {
        Number number = json();
        return number instanceof Long whole ? Count.grouped(whole) : number.toString();
    }
}
