package io.millrace.engine.job;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.millrace.shm.data.NumericArray;
import io.millrace.shm.region.Region;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// An array or slice as it stands in a job entry: the directory row, the generation of what lives
/// there, and the range.
///
/// | field        | offset | bytes |
/// |--------------|-------:|------:|
/// | `row`        |      0 |     4 |
/// | `present`    |      4 |     4 |
/// | `generation` |      8 |     8 |
/// | `start`      |     16 |     8 |
/// | `length`     |     24 |     8 |
///
/// @param start first element within the region
/// @param length elements
record Handle(int row, long generation, long start, long length) {
    static final long BYTE_SIZE = 32;

    static @Nullable Handle of(@Nullable NumericArray array) {
        if (array == null) {
            return null;
        }
        Region region = array.region();
        return new Handle(region.row(), region.generation(), array.start(), array.length());
    }

    static void write(@Nullable Handle handle, MemorySegment at) {
        at.fill((byte) 0);
        if (handle != null) {
            at.set(JAVA_INT, 0, handle.row);
            at.set(JAVA_INT, 4, 1);
            at.set(JAVA_LONG, 8, handle.generation);
            at.set(JAVA_LONG, 16, handle.start);
            at.set(JAVA_LONG, 24, handle.length);
        }
    }

    static @Nullable Handle read(MemorySegment at) {
        if (at.get(JAVA_INT, 4) == 0) {
            return null;
        }
        return new Handle(at.get(JAVA_INT, 0), at.get(JAVA_LONG, 8), at.get(JAVA_LONG, 16), at.get(JAVA_LONG, 24));
    }

    boolean names(int otherRow, long otherGeneration) {
        return row == otherRow && generation == otherGeneration;
    }
}
