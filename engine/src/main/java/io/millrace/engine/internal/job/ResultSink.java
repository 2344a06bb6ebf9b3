package io.millrace.engine.internal.job;

import io.millrace.engine.internal.layout.Status;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Takes the results of a batch, in their order.
public interface ResultSink {
    /// What some items returned.
    ///
    /// @param first index of the first of them within its batch
    /// @param values of the items one after the other; kept by the sink
    void values(int first, @Nullable Object[] values);

    /// @param index of the item within its batch
    /// @param bytes as [Status] says; valid during this call only
    void accept(int index, Status status, MemorySegment bytes);
}
