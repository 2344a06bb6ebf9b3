package io.millrace.shm.internal.region;

import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.DirectoryEntry;
import io.millrace.shm.internal.layout.Geometry;

/// One row of the directory as it was at one moment, after all checks.
record CheckedEntry(int index, long state, RegionInfo info) {
    int phase() {
        return DirectoryEntry.phase(state);
    }

    int slot() {
        return DirectoryEntry.slot(state);
    }

    long generation() {
        return DirectoryEntry.generation(state);
    }

    boolean isEngine() {
        return info.kind() == RegionKind.ENGINE;
    }

    /// Whether its name is taken: the name of a dropped region is free again.
    boolean isNamed() {
        return phase() != DirectoryEntry.DROPPING;
    }

    /// Whether that state word still means this region, retired or not.
    boolean isHere(long now) {
        int phase = DirectoryEntry.phase(now);
        return DirectoryEntry.generation(now) == generation()
                && (phase == DirectoryEntry.ACTIVE || phase == DirectoryEntry.RETIRED);
    }

    long end() {
        return info.offset() + Geometry.footprint(info.byteSize());
    }

    @Override
    public String toString() {
        return "row " + index + ", phase " + phase() + ", slot " + slot() + ", generation " + generation() + ", "
                + info;
    }
}
