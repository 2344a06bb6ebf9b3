package io.millrace.shm.internal.region;

import io.millrace.shm.ElementType;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.DirectoryEntry;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The properties of a new region.
///
/// @param name null: a random name
/// @param elementType for arrays and values, else null
/// @param initialise fills the zeroed memory before any process can open the region
public record RegionRequest(
        @Nullable String name,
        RegionKind kind,
        @Nullable ElementType elementType,
        long[] shape,
        long byteSize,
        @Nullable Consumer<MemorySegment> initialise) {
    public RegionRequest {
        Objects.requireNonNull(kind, "kind");
        shape = shape.clone();
        if (name != null) {
            Names.check(name);
        }
        if (shape.length > DirectoryEntry.MAX_RANK) {
            throw new IllegalArgumentException("a shape has at most " + DirectoryEntry.MAX_RANK + " dimensions: rank="
                    + shape.length);
        }
        for (long length : shape) {
            requireNotNegative("length", length);
        }
        requireNotNegative("byteSize", byteSize);
    }

    private static void requireNotNegative(String what, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " must not be negative: " + what + "=" + value);
        }
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }
}
