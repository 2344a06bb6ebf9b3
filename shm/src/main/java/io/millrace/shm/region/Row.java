package io.millrace.shm.region;

import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.layout.DirectoryEntry;
import io.millrace.shm.layout.Geometry;

/// One row of the directory as it was at one moment; checked.
record Row(int index, long state, RegionInfo info) {
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

    /// Whether its name is taken: a dropped one's is free again.
    boolean isNamed() {
        return phase() != DirectoryEntry.DROPPING;
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
