package io.millrace.shm.internal.layout;

/// The constant part of a directory row, as numbers.
///
/// @param kind code of the region's kind
/// @param elementType code of the element type, 0 for none
/// @param offset of the region from the start of the file
/// @param generation how often the row was reserved, this time included
public record EntryFacts(
        String name, int kind, int elementType, long[] shape, long offset, long byteSize, long generation) {
    public EntryFacts {
        shape = shape.clone();
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }
}
