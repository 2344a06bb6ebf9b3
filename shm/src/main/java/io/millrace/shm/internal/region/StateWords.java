package io.millrace.shm.internal.region;

import io.millrace.shm.internal.layout.DirectoryEntry;
import java.lang.foreign.MemorySegment;

/// The state words of the rows, read some hundred rows at a time: a fresh JVM takes longer to read
/// thousands of words one by one, through their handle, than for all else that attaching or a new
/// region needs. A word is read whole, in plain order (`Unsafe.copyMemory` moves aligned words).
///
/// Only for one thread and for one pass from the first row to the last.
final class StateWords {
    private static final int ROWS = 256;
    private static final int WORDS_OF_ROW = Math.toIntExact(DirectoryEntry.LAYOUT.byteSize() / Long.BYTES);

    private static final long ROW_BYTES = DirectoryEntry.LAYOUT.byteSize();

    /// All zero in a row that is free.
    private static final long PHASE = DirectoryEntry.PHASE.set(0, -1);

    private final MemorySegment rows;
    private final int count;
    private final long[] words = new long[ROWS * WORDS_OF_ROW];
    private final MemorySegment read = MemorySegment.ofArray(words);
    private int first = -ROWS;

    /// @param rows the bytes of all rows
    StateWords(MemorySegment rows) {
        this.rows = rows;
        this.count = (int) (rows.byteSize() / ROW_BYTES);
    }

    /// The first row from `from` on that is not free; -1 when there is none.
    int next(int from) {
        int index = from;
        while (index < count) {
            read(index);
            int end = Math.min(count, first + ROWS);
            for (int word = (index - first) * WORDS_OF_ROW; index < end; word += WORDS_OF_ROW) {
                if ((words[word] & PHASE) != 0) {
                    return index;
                }
                index++;
            }
        }
        return -1;
    }

    private void read(int index) {
        if (index - first >= ROWS) {
            first = index;
            long offset = index * ROW_BYTES;
            MemorySegment.copy(rows, offset, read, 0, Math.min(read.byteSize(), rows.byteSize() - offset));
        }
    }

    /// The word of a row that [#next] has found, as it was then.
    long state(int index) {
        return words[(index - first) * WORDS_OF_ROW];
    }
}
