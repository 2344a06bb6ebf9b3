package io.millrace.engine.internal.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.millrace.shm.data.NumericArray;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.shm.internal.layout.Struct;
import io.millrace.shm.internal.region.Region;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// An array or slice as it stands in a row of the job table: directory row and generation of its
/// region, and the range.
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
public record ArrayHandle(int row, long generation, long start, long length) {
    public static final Struct LAYOUT = Struct.builder()
            .ints("row", "present")
            .longs("generation", "start", "length")
            .build();

    public static final long BYTE_SIZE = LAYOUT.byteSize();

    private static final long ROW = LAYOUT.offset("row");
    private static final long PRESENT = LAYOUT.offset("present");
    private static final long GENERATION = LAYOUT.offset("generation");
    private static final long START = LAYOUT.offset("start");
    private static final long LENGTH = LAYOUT.offset("length");

    public static @Nullable ArrayHandle of(@Nullable NumericArray array) {
        if (array == null) {
            return null;
        }
        Region region = DataAccess.regionOf(array);
        return new ArrayHandle(region.row(), region.generation(), array.start(), array.length());
    }

    public static void write(@Nullable ArrayHandle handle, MemorySegment at) {
        at.fill((byte) 0);
        if (handle != null) {
            at.set(JAVA_INT, ROW, handle.row);
            at.set(JAVA_INT, PRESENT, 1);
            at.set(JAVA_LONG, GENERATION, handle.generation);
            at.set(JAVA_LONG, START, handle.start);
            at.set(JAVA_LONG, LENGTH, handle.length);
        }
    }

    public static @Nullable ArrayHandle read(MemorySegment at) {
        if (at.get(JAVA_INT, PRESENT) == 0) {
            return null;
        }
        return new ArrayHandle(
                at.get(JAVA_INT, ROW),
                at.get(JAVA_LONG, GENERATION),
                at.get(JAVA_LONG, START),
                at.get(JAVA_LONG, LENGTH));
    }

    public boolean names(int otherRow, long otherGeneration) {
        return row == otherRow && generation == otherGeneration;
    }
}
