package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.Shapes;
import java.lang.foreign.MemorySegment;

/// Part of a region that a handle looks at: `shape` elements from element `start` on.
record Span(Region region, ElementType elementType, long start, long[] shape) {

    /// The whole of an array region or, as bytes, of a bytes region.
    ///
    /// @throws IllegalArgumentException the region holds elements of another type
    static Span whole(Region region, ElementType expected) {
        boolean bytes = region.kind() == RegionKind.BYTES;
        ElementType found = bytes ? ElementType.BYTE : region.elementType();
        checkType(region, found == expected, expected);
        long[] shape = bytes ? new long[] {region.byteSize()} : region.shape();
        return new Span(region, expected, 0, shape);
    }

    /// The one element of a value region.
    ///
    /// @throws IllegalArgumentException the region holds an element of another type
    static Span single(Region region, ElementType expected) {
        checkType(region, region.elementType() == expected, expected);
        return new Span(region, expected, 0, new long[] {1});
    }

    /// Elements `from` to `to` (exclusive) of this span, as a row of them; the caller has checked them.
    Span slice(long from, long to) {
        return new Span(region, elementType, start + from, new long[] {to - from});
    }

    long length() {
        return Shapes.length(shape);
    }

    /// The bytes of this span, and no others.
    MemorySegment segment() {
        long byteSize = Shapes.byteSize(elementType, shape);
        return region.segment().asSlice(start * elementType.byteSize(), byteSize);
    }

    private static void checkType(Region region, boolean same, ElementType expected) {
        if (!same) {
            throw new IllegalArgumentException(
                    "wrong element type: region=%s, kind=%s, found=%s, expected=%s"
                            .formatted(region.name(), region.kind(), region.elementType(), expected));
        }
    }
}
