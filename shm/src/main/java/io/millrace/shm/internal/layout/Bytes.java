package io.millrace.shm.internal.layout;

import java.lang.foreign.MemorySegment;

/// Bytes of a segment in the heap. It copies between segments: `toArray` makes two classes when it
/// is first called, in every program.
final class Bytes {
    private Bytes() {}

    static byte[] of(MemorySegment segment) {
        byte[] copy = new byte[Math.toIntExact(segment.byteSize())];
        MemorySegment.copy(segment, 0, MemorySegment.ofArray(copy), 0, copy.length);
        return copy;
    }
}
