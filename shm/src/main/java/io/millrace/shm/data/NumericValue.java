package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import io.millrace.shm.internal.region.Region;

/// One number in the mapped file: what the six types have in common. The number is kept as an array
/// of one element, which does the work.
public abstract sealed class NumericValue
        permits ByteValue, ShortValue, IntValue, LongValue, FloatValue, DoubleValue {
    private final NumericArray cell;

    NumericValue(NumericArray cell) {
        this.cell = cell;
    }

    /// The value that a region holds, by the region's element type.
    ///
    /// @throws IllegalArgumentException the region has no element type
    static NumericValue over(Region region) {
        return switch (region.elementType()) {
            case BYTE -> ByteValue.over(region);
            case SHORT -> ShortValue.over(region);
            case INT -> IntValue.over(region);
            case LONG -> LongValue.over(region);
            case FLOAT -> FloatValue.over(region);
            case DOUBLE -> DoubleValue.over(region);
            case null ->
                    throw new IllegalArgumentException(
                            "no number: region=%s, kind=%s"
                                    .formatted(region.name(), region.kind()));
        };
    }

    /// Name of the region.
    public final String name() {
        return cell.name();
    }

    /// Type of the number.
    public final ElementType elementType() {
        return cell.elementType();
    }

    /// The region this value lies in.
    final Region region() {
        return cell.region();
    }

    /// One line: type and name.
    @Override
    public final String toString() {
        return "%s[%s]".formatted(getClass().getSimpleName(), name());
    }
}
