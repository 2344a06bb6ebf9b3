package io.millrace.shm.region;

import io.millrace.shm.layout.Geometry;
import java.util.Comparator;
import java.util.List;

/// What is free of one area, derived from the rows.
///
/// @param offset where the wanted region fits first; -1 if nowhere
/// @param largest the largest region that would fit
/// @param used bytes of all regions, without rounding
record FreeSpace(long offset, long largest, long used) {
    /// Looks through the gaps between the regions of the area for one that holds `byteSize`.
    static FreeSpace find(Geometry geometry, Area area, List<Row> rows, long byteSize) {
        List<Row> inArea = rows.stream()
                .filter(row -> Area.of(row.info().kind()) == area)
                .sorted(Comparator.comparingLong(row -> row.info().offset()))
                .toList();
        long used = inArea.stream().mapToLong(row -> row.info().byteSize()).sum();
        long quota = Math.max(0, area.quota(geometry) - used);
        long found = -1;
        long largest = 0;
        long gapStart = area.from(geometry);
        for (int next = 0; next <= inArea.size(); next++) {
            long gapEnd = next < inArea.size() ? inArea.get(next).info().offset() : area.to(geometry);
            long start = Geometry.roundUp(gapStart, Geometry.alignmentFor(byteSize));
            if (found < 0 && byteSize <= quota && gapEnd - start >= Geometry.footprint(byteSize)) {
                found = start;
            }
            largest = Math.max(largest, gapEnd - start);
            gapStart = next < inArea.size() ? inArea.get(next).end() : gapEnd;
        }
        return new FreeSpace(found, Math.min(largest, quota), used);
    }
}
