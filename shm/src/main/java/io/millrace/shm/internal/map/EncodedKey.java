package io.millrace.shm.internal.map;

import java.lang.foreign.MemorySegment;

/// A key as the map stores and compares it.
///
/// @param bytes in the heap; the first `length` are the key
public record EncodedKey(byte[] bytes, int length, long hash) {
    /// The key in the first `length` bytes.
    public static EncodedKey of(byte[] bytes, int length) {
        return new EncodedKey(bytes, length, KeyHash.of(bytes, length));
    }

    MemorySegment segment() {
        return MemorySegment.ofArray(bytes).asSlice(0, length);
    }
}
