package io.millrace.shm.internal.map;

import java.lang.foreign.MemorySegment;

/// A copy of an entry, in the heap.
public record EncodedEntry(MemorySegment key, MemorySegment value) {
    /// A copy of the segment, in the heap.
    public static MemorySegment copyOf(MemorySegment segment) {
        byte[] copy = new byte[Math.toIntExact(segment.byteSize())];
        MemorySegment.copy(segment, 0, MemorySegment.ofArray(copy), 0, copy.length);
        return MemorySegment.ofArray(copy);
    }
}
