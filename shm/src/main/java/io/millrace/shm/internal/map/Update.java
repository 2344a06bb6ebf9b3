package io.millrace.shm.internal.map;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Decides what becomes of the entry of one key; called once, while the lock of its stripe is held.
@FunctionalInterface
public interface Update {
    /// The change.
    ///
    /// @param current the present value, where it stands in the file; null when there is none
    Change of(@Nullable MemorySegment current);
}
