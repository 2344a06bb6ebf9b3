package io.millrace.engine.internal.job;

import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.layout.ChunkRow;

/// The chunks of a scan, with what lies before each.
///
/// @param places of the chunks in the tree, with the bits of `place` in [ChunkRow]
/// @param before the node of all elements before each chunk; 0 for the first, before which there are none
public record ScanStarts(long[] places, long[] before) {

    /// One chunk of everything.
    public static ScanStarts ofOneChunk(long length) {
        long blocks = Block.count(length);
        int level = blocks <= 1 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(blocks - 1);
        return blocks == 0
                ? new ScanStarts(new long[0], new long[0])
                : new ScanStarts(new long[] {ChunkRow.place(0, level)}, new long[1]);
    }

    /// Writes the rows of the chunks while the job is in SETUP.
    ///
    /// @return how many there are
    int open(ChunkTable table, long epoch) {
        for (int chunk = 0; chunk < places.length; chunk++) {
            table.open(chunk, epoch, ChunkRow.firstBlock(places[chunk]), ChunkRow.level(places[chunk]));
            ChunkRow.partial(table.rows(), chunk, ChunkRow.BEFORE, before[chunk]);
        }
        return places.length;
    }
}
