package io.millrace.shm.message;

import java.lang.foreign.MemorySegment;

/// Takes messages where they lie in shared memory, without an object for each.
@FunctionalInterface
public interface MessageHandler {
    /// One message: the `byteSize` bytes of `source` from `offset` on. `source` is read-only and may
    /// hold more than this message. Its bytes may change as soon as this method returns.
    void onMessage(MemorySegment source, long offset, long byteSize);
}
