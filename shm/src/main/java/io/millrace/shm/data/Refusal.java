package io.millrace.shm.data;

import io.millrace.shm.internal.region.Region;
import java.lang.foreign.MemorySegment;

/// Says in the user's terms why an access to mapped memory failed. Made only after the access was
/// refused, so that the fast path is one check and one load or store.
record Refusal(Object handle, Region region, MemorySegment segment, long length) {

    /// What to throw instead of `cause`; `cause` itself if it has nothing to do with the memory.
    RuntimeException of(RuntimeException cause, long index) {
        return switch (cause) {
            case IndexOutOfBoundsException e ->
                    new IndexOutOfBoundsException(
                            "index out of bounds: array=%s, index=%s, length=%s"
                                    .formatted(handle, index, length));
            case IllegalStateException e when !segment.scope().isAlive() -> region.gone(e);
            case IllegalArgumentException e when segment.isReadOnly() ->
                    new UnsupportedOperationException(
                            "cannot write: array=%s, file=%s is attached read-only; attach it for writing"
                                    .formatted(handle, region.memory().file()),
                            e);
            default -> cause;
        };
    }
}
