package io.millrace.ckernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// Which random elements are drawn: a `struct draw` of `kernels.h`. For the calls of one thread.
public final class DrawParameters {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_LONG.withName("seed"),
            JAVA_LONG.withName("first_block"),
            MemoryLayout.sequenceLayout(2, JAVA_LONG).withName("params"));

    private static final long SEED = offset("seed");
    private static final long FIRST_BLOCK = offset("first_block");
    private static final long PARAMS = offset("params");

    private final MemorySegment struct = Arena.ofAuto().allocate(LAYOUT);

    /// Seed 0, block 0, and no bounds: [#set] comes before the first call.
    public DrawParameters() {}

    /// What the next calls draw.
    ///
    /// @param firstBlock number of the first block in its array
    /// @param first the lowest: a whole number, or for uniform draws the bits of an element
    /// @param second what all are below, as `first`
    public void set(long seed, long firstBlock, long first, long second) {
        struct.set(JAVA_LONG, SEED, seed);
        struct.set(JAVA_LONG, FIRST_BLOCK, firstBlock);
        struct.set(JAVA_LONG, PARAMS, first);
        struct.set(JAVA_LONG, PARAMS + Long.BYTES, second);
    }

    MemorySegment struct() {
        return struct;
    }

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
