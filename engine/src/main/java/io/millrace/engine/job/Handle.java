package io.millrace.engine.job;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.millrace.shm.data.NumericArray;
import io.millrace.shm.region.Region;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
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
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_INT.withName("row"),
            JAVA_INT.withName("present"),
            JAVA_LONG.withName("generation"),
            JAVA_LONG.withName("start"),
            JAVA_LONG.withName("length"));

    static final long BYTE_SIZE = LAYOUT.byteSize();

    private static final long ROW = LAYOUT.byteOffset(groupElement("row"));
    private static final long PRESENT = LAYOUT.byteOffset(groupElement("present"));
    private static final long GENERATION = LAYOUT.byteOffset(groupElement("generation"));
    private static final long START = LAYOUT.byteOffset(groupElement("start"));
    private static final long LENGTH = LAYOUT.byteOffset(groupElement("length"));

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
            at.set(JAVA_INT, ROW, handle.row);
            at.set(JAVA_INT, PRESENT, 1);
            at.set(JAVA_LONG, GENERATION, handle.generation);
            at.set(JAVA_LONG, START, handle.start);
            at.set(JAVA_LONG, LENGTH, handle.length);
        }
    }

    static @Nullable Handle read(MemorySegment at) {
        if (at.get(JAVA_INT, PRESENT) == 0) {
            return null;
        }
        return new Handle(
                at.get(JAVA_INT, ROW),
                at.get(JAVA_LONG, GENERATION),
                at.get(JAVA_LONG, START),
                at.get(JAVA_LONG, LENGTH));
    }

    boolean names(int otherRow, long otherGeneration) {
        return row == otherRow && generation == otherGeneration;
    }
}
