package io.millrace.ckernel;

import java.lang.foreign.MemorySegment;

/// A C function of the user's: `void f(const T *in, T *out, int64_t n)`. Throws
/// [IndexOutOfBoundsException] when a segment is shorter than `n` elements.
@FunctionalInterface
public interface UserFunction {
    void call(MemorySegment in, MemorySegment out, long n);
}
