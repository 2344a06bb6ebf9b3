package io.millrace.shm.internal.region;

import io.millrace.shm.internal.layout.DirectoryEntry;
import java.lang.foreign.MemorySegment;

/// The state words of the rows, read some hundred rows at a time: a fresh JVM takes longer to read
/// thousands of words one by one, through their handle, than for all else that attaching needs. A
/// word is read whole, in plain order (`Unsafe.copyMemory` moves aligned words).
///
/// Only for one thread and for one pass from the first row to the last.
final class StateWords {
    private static final int ROWS = 256;
    private static final int WORDS_OF_ROW = Math.toIntExact(DirectoryEntry.LAYOUT.byteSize() / Long.BYTES);

    private final MemorySegment rows;
    private final long[] words = new long[ROWS * WORDS_OF_ROW];
    private final MemorySegment read = MemorySegment.ofArray(words);
    private int first = -ROWS;

    /// @param rows the bytes of all rows
    StateWords(MemorySegment rows) {
        this.rows = rows;
    }

    long state(int index) {
        if (index - first >= ROWS) {
            first = index;
            long offset = index * DirectoryEntry.LAYOUT.byteSize();
            MemorySegment.copy(rows, offset, read, 0, Math.min(read.byteSize(), rows.byteSize() - offset));
        }
        return words[(index - first) * WORDS_OF_ROW];
    }
}
