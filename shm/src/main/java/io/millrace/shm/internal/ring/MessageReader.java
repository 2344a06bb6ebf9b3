package io.millrace.shm.internal.ring;

import java.lang.foreign.MemorySegment;

/// Takes messages where they lie in the ring.
@FunctionalInterface
public interface MessageReader {
    /// One message: the `byteSize` bytes of `source` from `offset` on. `source` is read-only, and its
    /// bytes are somebody else's as soon as this returns.
    void onMessage(MemorySegment source, long offset, long byteSize);
}
