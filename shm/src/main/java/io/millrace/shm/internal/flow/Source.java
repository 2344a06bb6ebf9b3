package io.millrace.shm.internal.flow;

import org.jspecify.annotations.Nullable;

/// What a subscription takes its elements from. One thread calls it.
///
/// @param <T> the elements
public interface Source<T extends @Nullable Object> {
    /// Waits for the next element.
    ///
    /// @return null when none comes any more
    /// @throws InterruptedException when the thread is interrupted
    @Nullable Element<T> next() throws InterruptedException;

    /// The subscription has ended: called once, last.
    default void close() {}

    /// An element that was taken.
    interface Element<T extends @Nullable Object> {
        /// What the subscriber gets.
        T value();

        /// The subscriber has it.
        default void done() {}

        /// The subscriber did not get it, or threw.
        default void giveBack() {}
    }
}
