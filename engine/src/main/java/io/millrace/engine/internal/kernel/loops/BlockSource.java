package io.millrace.engine.internal.kernel.loops;

import java.lang.foreign.MemorySegment;

/// Makes the elements of one block.
@FunctionalInterface
public interface BlockSource {
    /// @param firstIndex index of element 0 in the whole array
    MemorySegment block(Operands operands, long firstIndex, int n);
}
