package io.millrace.shm.internal.region;

import io.millrace.shm.ElementType;
import java.util.Arrays;
import java.util.StringJoiner;

/// Arithmetic on shapes: the number of elements and bytes, and the index of an element.
///
/// A shape has 1 to [#MAX_RANK] dimensions, the last one varies fastest (row-major, C order).
public final class Shapes {
    /// The largest number of dimensions: a directory row has space for no more.
    public static final int MAX_RANK = 8;

    private Shapes() {}

    /// Number of elements. A dimension of 0 is valid and gives an empty array.
    ///
    /// @throws IllegalArgumentException when there are no or too many dimensions, a dimension is
    ///         negative, or the product is above 2^63 - 1
    public static long length(long... shape) {
        if (shape.length < 1 || shape.length > MAX_RANK) {
            throw new IllegalArgumentException(
                    "bad shape: dimensions=%s; give 1 to %s".formatted(shape.length, MAX_RANK));
        }
        long product = 1;
        boolean empty = false;
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException(
                        "bad shape: shape=%s; no dimension may be negative".formatted(text(shape)));
            }
            empty |= size == 0;
            product = multiply(product, Math.max(size, 1), shape);
        }
        return empty ? 0 : product;
    }

    /// Number of bytes of an array.
    ///
    /// @throws IllegalArgumentException as [#length], or more than 2^63 - 1 bytes
    public static long byteSize(ElementType type, long... shape) {
        return multiply(length(shape), type.byteSize(), shape);
    }

    /// Flat index of an element.
    ///
    /// @throws IllegalArgumentException when there are not as many coordinates as dimensions
    /// @throws IndexOutOfBoundsException when a coordinate is outside its dimension
    public static long index(long[] shape, long... at) {
        if (at.length != shape.length) {
            throw new IllegalArgumentException(
                    "wrong number of coordinates: given=%s, dimensions=%s"
                            .formatted(at.length, shape.length));
        }
        long index = 0;
        for (int d = 0; d < shape.length; d++) {
            if (at[d] < 0 || at[d] >= shape[d]) {
                throw new IndexOutOfBoundsException(
                        "coordinates out of bounds: at=%s, shape=%s"
                                .formatted(Arrays.toString(at), text(shape)));
            }
            index = index * shape[d] + at[d];
        }
        return index;
    }

    /// As a user writes it: `344 x 403`.
    public static String text(long... shape) {
        StringJoiner text = new StringJoiner(" x ");
        for (long size : shape) {
            text.add(Long.toString(size));
        }
        return text.toString();
    }

    private static long multiply(long left, long right, long[] shape) {
        if (Math.multiplyHigh(left, right) != 0 || left * right < 0) {
            throw new IllegalArgumentException(
                    "array too large: shape=%s has more than 2^63 - 1 elements or bytes"
                            .formatted(text(shape)));
        }
        return left * right;
    }
}
