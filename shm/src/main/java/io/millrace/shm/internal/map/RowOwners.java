package io.millrace.shm.internal.map;

import io.millrace.shm.internal.layout.MapHeader;
import io.millrace.shm.internal.layout.MapRow;
import io.millrace.shm.internal.os.CrashPoint;
import java.lang.foreign.MemorySegment;
import java.util.function.IntConsumer;

/// Which row belongs to which stripe. Only the owner of the lock of a stripe claims rows for it, and
/// frees its rows.
///
/// @param memory of the region
record RowOwners(MapRegion map, MemorySegment memory) {
    /// No row is free.
    static final int NONE = -1;

    private static final int FREE = 0;

    RowOwners(MapRegion map) {
        this(map, map.memory());
    }

    /// Gives a free row to the stripe; `NONE` when it met none.
    int claim(int stripe) {
        int rows = map.rowCount();
        int start = Math.floorMod(MapHeader.freeHintOpaque(memory), rows);
        for (int count = 0; count < rows; count++) {
            int row = start + count < rows ? start + count : start + count - rows;
            long word = map.owner(row);
            if (MapRow.ownerAcquire(memory, word) == FREE
                    && MapRow.ownerCas(memory, word, FREE, stripe + 1)) { // M1
                CrashPoint.hit("map.claimed");
                MapHeader.freeHintOpaque(memory, row + 1);
                return row;
            }
        }
        return NONE;
    }

    /// Makes a row of the stripe free for all stripes.
    void free(int row) {
        MapRow.ownerRelease(memory, map.owner(row), FREE); // M3
        MapHeader.freeHintOpaque(memory, row);
    }

    /// Hands each row of the stripe to `reader`.
    void each(int stripe, IntConsumer reader) {
        for (int row = 0; row < map.rowCount(); row++) {
            if (MapRow.ownerAcquire(memory, map.owner(row)) == stripe + 1) {
                reader.accept(row);
            }
        }
    }

    /// Whether a row belongs to the stripe; false for a number that is not of a row.
    boolean isOf(int row, int stripe) {
        return row >= 0 && row < map.rowCount() && MapRow.ownerAcquire(memory, map.owner(row)) == stripe + 1;
    }
}
