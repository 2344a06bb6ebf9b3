package io.millrace.shm.interop;

import io.millrace.shm.ElementType;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.Regions;
import io.millrace.shm.interop.ArrowNodes.Contents;
import java.lang.foreign.MemorySegment;

/// An array or a slice as a column of Arrow: rows of numbers, or with more dimensions rows of lists of
/// fixed size.
///
/// ```text
///   shape (n)            g                n numbers
///   shape (n, 3)         +w:3             n lists
///                         └─ g            3 n numbers
///   shape (n, 3, 4)      +w:3             n lists
///                         └─ +w:4         3 n lists
///                             └─ g        12 n numbers
/// ```
record ArrowColumn(String name, NumericArray array) {
    /// Rows: the length of the first dimension.
    long rows() {
        return array.shape()[0];
    }

    /// What Arrow calls the element type.
    static char format(ElementType type) {
        return switch (type) {
            case BYTE -> 'c';
            case SHORT -> 's';
            case INT -> 'i';
            case LONG -> 'l';
            case FLOAT -> 'f';
            case DOUBLE -> 'g';
        };
    }

    /// Fills a schema struct.
    void schema(MemorySegment struct) {
        schema(struct, name, 0);
    }

    private void schema(MemorySegment struct, String title, int dimension) {
        long[] shape = array.shape();
        if (dimension == shape.length - 1) {
            ArrowNodes.schema(struct, String.valueOf(format(array.elementType())), title, 0);
        } else {
            String list = "+w:" + shape[dimension + 1];
            schema(ArrowNodes.schema(struct, list, title, 1).getFirst(), "item", dimension + 1);
        }
    }

    /// Fills an array struct with rows `from` to `to` (exclusive).
    ///
    /// @throws io.millrace.shm.RegionDroppedException the region is gone
    void array(MemorySegment struct, long from, long to) {
        Hold hold = hold();
        long[] shape = array.shape();
        long start = from;
        long length = to - from;
        MemorySegment level = struct;
        for (int dimension = 1; dimension < shape.length; dimension++) {
            level = ArrowNodes.array(level, new Contents(length, 1, 0), () -> {}).getFirst();
            start *= shape[dimension];
            length *= shape[dimension];
        }
        long elements = array.segment().address() + start * array.elementType().byteSize();
        ArrowNodes.array(level, new Contents(length, 0, 0, elements), hold);
    }

    /// Keeps the elements mapped and where they are.
    ///
    /// @throws io.millrace.shm.RegionDroppedException the region is gone
    Hold hold() {
        Region region = DataAccess.regionOf(array);
        region.beginUse();
        return new Hold(region, region.memory().pin("an Arrow export of " + array.name()));
    }

    /// A use of a region that ends when a struct is released.
    record Hold(Region region, Regions.Pin pin) implements Runnable {
        @Override
        public void run() {
            pin.close();
            region.endUse();
        }
    }
}
