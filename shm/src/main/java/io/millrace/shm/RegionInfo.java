package io.millrace.shm;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One region as the directory of the file describes it. Equal by content.
///
/// @param elementType of arrays and values; null for other kinds
/// @param shape lengths by dimension, row-major; empty for kinds without a shape
/// @param offset of the first byte, from the start of the file
/// @param byteSize of the data, without padding
public record RegionInfo(
        String name,
        RegionKind kind,
        @Nullable ElementType elementType,
        long[] shape,
        long offset,
        long byteSize) {
    /// Copies the shape.
    public RegionInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        shape = shape.clone();
    }

    /// A copy of the lengths by dimension.
    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RegionInfo that
                && name.equals(that.name)
                && kind == that.kind
                && elementType == that.elementType
                && Arrays.equals(shape, that.shape)
                && offset == that.offset
                && byteSize == that.byteSize;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, kind, elementType, Arrays.hashCode(shape), offset, byteSize);
    }

    @Override
    public String toString() {
        String type = elementType == null ? "" : " " + elementType;
        return name + ": " + kind + type + Arrays.toString(shape) + " at " + offset + ", " + byteSize + " bytes";
    }
}
