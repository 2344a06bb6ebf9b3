package io.millrace.shm.internal.region;

import io.millrace.shm.internal.os.Pages;
import java.lang.foreign.MemorySegment;

/// Records which parts of a region are already in the page table of this process, in steps of 2
/// MiB. A fresh process has a page fault for each page that it writes to; to ask for many pages at
/// once costs a quarter of that.
///
/// Two threads may ask for the same step at once, or one may overwrite the mark of the other. Then
/// a step is asked for twice, which does no harm.
final class PageMap {
    private static final int STEP_SHIFT = 21;
    private static final long PAGE_BYTES = 4096;

    private final MemorySegment segment;
    private final long[] asked;

    PageMap(MemorySegment segment) {
        this.segment = segment;
        long steps = (segment.byteSize() >>> STEP_SHIFT) + 1;
        asked = new long[Math.toIntExact((steps >>> 6) + 1)];
    }

    /// Asks for the steps that are missing among `byteSize` bytes from `offset` on.
    void expect(long offset, long byteSize) {
        if (byteSize <= 0 || segment.address() % PAGE_BYTES != 0) {
            return; // smaller than 16 pages, or not at a page boundary because little space was left
        }
        long last = offset + byteSize - 1 >>> STEP_SHIFT;
        for (long step = offset >>> STEP_SHIFT; step <= last; step++) {
            int word = (int) (step >>> 6);
            long bit = 1L << step;
            if ((asked[word] & bit) == 0) {
                asked[word] |= bit;
                long from = step << STEP_SHIFT;
                Pages.map(segment.asSlice(from, Math.min(1L << STEP_SHIFT, segment.byteSize() - from)));
            }
        }
    }
}
