package io.millrace.shm.internal.ring;

import java.lang.foreign.MemorySegment;

/// Writes values as the codec of a handle does.
///
/// @param <T> what it writes
@FunctionalInterface
public interface Encoder<T> {
    /// Writes `value` to the beginning of `target`; how many bytes it took, 0 to the size of `target`.
    ///
    /// @throws io.millrace.shm.MessageTooLargeException it does not fit into `target`
    long encode(T value, MemorySegment target);
}
