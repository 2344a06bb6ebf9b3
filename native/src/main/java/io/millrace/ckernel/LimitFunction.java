package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// A loop over `n` doubles that shows how fast the memory of this machine is. Throws
/// [IndexOutOfBoundsException] when a segment is shorter.
@FunctionalInterface
public interface LimitFunction {
    /// Returns a number that depends on all elements read, or `n`. A loop without an input or an
    /// output ignores that segment.
    long run(MemorySegment in, MemorySegment out, long n);
}
