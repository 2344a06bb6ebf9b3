package io.millrace.shm.data;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// The bytes of the elements that stand in a file behind the header.
interface NpyData {
    /// Fills `target` with the bytes from `offset` on; 0 is the first byte of the first element.
    ///
    /// @throws io.millrace.shm.FileFormatException the elements end before
    /// @throws IOException the file cannot be read
    void read(long offset, MemorySegment target) throws IOException;

    /// Called after the last read, before anybody sees the elements.
    ///
    /// @throws IOException the file is damaged
    default void end() throws IOException {}

    /// Whether the bytes have to be read in their order, each once.
    boolean isSequential();
}
