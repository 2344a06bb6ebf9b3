package io.millrace.shm.internal.layout;

import java.lang.foreign.MemorySegment;

/// A stripe of a map: the lock of some of its buckets, and what the owner of the lock keeps about the
/// rows of the stripe. 384 bytes: no two stripes share a cache line.
///
/// | field     | offset | bytes | written by        | order         |
/// |-----------|-------:|------:|-------------------|---------------|
/// | `lock`    |      0 |   256 | as `LockWord`     | as `LockWord` |
/// | `entries` |    256 |     4 | owner of the lock | opaque        |
/// | `spare`   |    260 |     4 | owner of the lock | opaque        |
/// | `padding` |    264 |   120 | nobody            | zero          |
///
/// `entries` counts the rows that the buckets of the stripe lead to. `spare` is the one row of the
/// stripe that none of them leads to. While the lock is marked `ownerDied`, both may be wrong.
public final class MapStripe {
    /// The picture above.
    public static final Struct LAYOUT = Struct.builder()
            .bytes(LockWord.LAYOUT.byteSize(), "lock")
            .ints("entries", "spare")
            .bytes(120, "padding")
            .build();

    private static final long ENTRIES = LAYOUT.offset("entries");
    private static final long SPARE = LAYOUT.offset("spare");

    private MapStripe() {}

    /// Where a stripe begins in the region.
    public static long offset(int stripe) {
        return MapHeader.LAYOUT.byteSize() + stripe * LAYOUT.byteSize();
    }

    /// The number of entries.
    public static int entriesOpaque(MemorySegment region, long stripe) {
        return (int) Words.INTS.getOpaque(region, stripe + ENTRIES);
    }

    /// Stores the number of entries.
    public static void entriesOpaque(MemorySegment region, long stripe, int entries) {
        Words.INTS.setOpaque(region, stripe + ENTRIES, entries);
    }

    /// The spare row as stored; check it before use.
    public static int spareOpaque(MemorySegment region, long stripe) {
        return (int) Words.INTS.getOpaque(region, stripe + SPARE);
    }

    /// Stores the spare row.
    public static void spareOpaque(MemorySegment region, long stripe, int row) {
        Words.INTS.setOpaque(region, stripe + SPARE, row);
    }
}
