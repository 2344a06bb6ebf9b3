package io.millrace.shm.internal.codec;

import io.millrace.shm.internal.region.Regions;

/// Lets `Codec.any()` carry the handles of a memory, and the memory itself; found by `ServiceLoader`.
/// There is one implementation. It knows all kinds of handles, so that this package knows none.
public interface HandleCodec {
    /// Writes a handle or a memory; false, with nothing written, when the object is neither.
    boolean write(Object value, Output output);

    /// Reads a handle of that kind: what `write` put behind [Output#putHandle].
    Object read(long kind, Input input);

    /// Where a handle goes.
    interface Output extends ValueCodec.Output {
        /// Begins a handle: the code of its kind, row and generation of its region.
        void putHandle(long kind, long row, long generation);

        /// The memory in which the message stays.
        void putMemory();

        /// The name of a record class that belongs to a handle.
        void putRecordClass(Class<?> type);
    }

    /// Where a handle comes from.
    interface Input extends ValueCodec.Input {
        /// The record class that `putRecordClass` wrote.
        Class<? extends Record> getRecordClass();

        /// The memory in which the message stays.
        ///
        /// @throws IllegalStateException the codec was not bound to one
        default Regions requireMemory() {
            Regions memory = memory();
            if (memory == null) {
                throw new IllegalStateException("a handle in a message that belongs to no memory");
            }
            return memory;
        }
    }
}
