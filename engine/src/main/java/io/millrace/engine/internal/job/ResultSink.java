package io.millrace.engine.internal.job;

import io.millrace.engine.internal.layout.Status;
import java.lang.foreign.MemorySegment;

/// Takes the results of a batch, item by item.
@FunctionalInterface
public interface ResultSink {
    /// @param index of the item within its batch
    /// @param bytes as [Status] says; valid during this call only
    void accept(int index, Status status, MemorySegment bytes);
}
