package io.millrace.engine.job;

import java.lang.foreign.MemorySegment;

/// Takes the results of a batch, item by item.
@FunctionalInterface
public interface ResultSink {
    /// @param index of the item within its batch
    /// @param bytes as [Status] says; they are gone after this call
    void accept(int index, Status status, MemorySegment bytes);
}
