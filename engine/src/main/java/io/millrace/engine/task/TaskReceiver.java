package io.millrace.engine.task;

import io.millrace.shm.WorkerException;
import org.jspecify.annotations.Nullable;

/// Where the results of a call go. Called by one thread at a time, but not always the same; must
/// not block.
public interface TaskReceiver {
    /// An item's result.
    void value(long index, @Nullable Object value);

    /// What became of an item instead of a result.
    void failure(long index, WorkerException failure);

    /// Nothing comes any more.
    ///
    /// @param reason why some items have neither result nor failure; null when all have
    void end(@Nullable RuntimeException reason);

    /// No more items are taken, although the input had not ended.
    default void inputClosed() {}
}
