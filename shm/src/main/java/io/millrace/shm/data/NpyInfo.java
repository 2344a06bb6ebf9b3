package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import io.millrace.shm.internal.region.Shapes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a `.npy` file holds. Equal by content.
///
/// @param type of the elements
/// @param shape row-major; numpy's scalar, whose shape is `()`, is an array of one element here
/// @param byteSize of the elements, without the header
public record NpyInfo(ElementType type, long[] shape, long byteSize) {
    /// Keeps a copy of the shape.
    public NpyInfo {
        shape = shape.clone();
    }

    /// A copy of the shape.
    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NpyInfo that
                && type == that.type
                && Arrays.equals(shape, that.shape)
                && byteSize == that.byteSize;
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
        return "NpyInfo[%s %s, %s bytes]".formatted(type, Shapes.text(shape), byteSize);
    }
}
