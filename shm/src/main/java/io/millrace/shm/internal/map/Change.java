package io.millrace.shm.internal.map;

import java.lang.foreign.MemorySegment;

/// What becomes of an entry.
public sealed interface Change {
    /// Nothing.
    Change KEEP = new Keep();

    /// It is removed, if it is there.
    Change REMOVE = new Remove();

    /// Nothing.
    record Keep() implements Change {}

    /// It is removed, if it is there.
    record Remove() implements Change {}

    /// It gets a value, and is inserted if it is not there.
    ///
    /// @param value its bytes, not in the file
    record Put(MemorySegment value) implements Change {}
}
