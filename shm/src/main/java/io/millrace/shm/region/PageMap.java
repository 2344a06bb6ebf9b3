package io.millrace.shm.region;

import io.millrace.shm.os.Pages;
import java.lang.foreign.MemorySegment;

/// Which parts of a region this process has in its page table already, in steps of 2 MiB. A fresh
/// process pays for each page it writes to with a fault of its own; asking for many at once costs
/// it a quarter.
///
/// A step that two threads ask for at once, or whose mark one of them loses, is asked for twice,
/// which does no harm.
final class PageMap {
    private static final int STEP_SHIFT = 21;
    private static final long PAGE = 4096;

    private final MemorySegment segment;
    private final long[] asked;

    PageMap(MemorySegment segment) {
        this.segment = segment;
        long steps = (segment.byteSize() >>> STEP_SHIFT) + 1;
        asked = new long[Math.toIntExact((steps >>> 6) + 1)];
    }

    /// Asks for what is missing of `byteSize` bytes from `offset` on.
    void expect(long offset, long byteSize) {
        if (byteSize <= 0 || segment.address() % PAGE != 0) {
            return; // regions that do not begin at a page are smaller than 16 of them
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
