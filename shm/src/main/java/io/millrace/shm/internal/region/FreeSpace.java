package io.millrace.shm.internal.region;

import io.millrace.shm.internal.layout.Geometry;
import java.util.ArrayList;
import java.util.List;

/// The free space of one area, derived from the rows.
///
/// A large region begins at a page boundary, unless the gap before that boundary is needed:
/// otherwise the last of many regions would not fit although enough bytes are free.
///
/// @param offset the first place where the wanted region fits; -1 if there is none
/// @param largest the largest region that would fit
/// @param used bytes of all regions, without rounding
/// @param taken bytes of all regions, each rounded up to whole cache lines
record FreeSpace(long offset, long largest, long used, long taken) {
    private static final long CACHE_LINE_BYTES = 64;

    /// Searches the gaps between the regions of the area for one of `byteSize` bytes.
    static FreeSpace find(Geometry geometry, Area area, List<CheckedEntry> rows, long byteSize) {
        List<CheckedEntry> inArea = new ArrayList<>();
        long used = 0;
        long taken = 0;
        for (CheckedEntry row : rows) {
            if (Area.of(row.info().kind()) == area) {
                inArea.add(row);
                used += row.info().byteSize();
                taken += Geometry.footprint(row.info().byteSize());
            }
        }
        if (inArea.size() > 1) {
            inArea.sort((one, other) -> Long.compare(one.info().offset(), other.info().offset()));
        }
        long quota = Math.max(0, area.quota(geometry) - used);
        long reserve = quota - byteSize + CACHE_LINE_BYTES * (geometry.entryCount() - inArea.size());
        long found = -1;
        long largest = 0;
        long gapStart = area.from(geometry);
        for (int next = 0; next <= inArea.size(); next++) {
            boolean tail = next == inArea.size();
            long gapEnd = tail ? area.to(geometry) : inArea.get(next).info().offset();
            long start = Geometry.roundUp(gapStart, CACHE_LINE_BYTES);
            if (found < 0 && byteSize <= quota && gapEnd - start >= Geometry.footprint(byteSize)) {
                found = start(start, gapEnd - (tail ? reserve : 0), byteSize);
            }
            largest = Math.max(largest, gapEnd - start);
            gapStart = tail ? gapEnd : inArea.get(next).end();
        }
        return new FreeSpace(found, Math.min(largest, quota), used, taken);
    }

    /// The next page boundary, if the region then still ends before `end`; else `start`.
    private static long start(long start, long end, long byteSize) {
        long atPage = Geometry.roundUp(start, Geometry.alignmentFor(byteSize));
        return end - atPage >= Geometry.footprint(byteSize) ? atPage : start;
    }
}
