package io.millrace.shm.internal.layout;

import java.lang.foreign.MemorySegment;

/// A row of a map: this, then the bytes of the key, and at the next multiple of 8 behind the space for
/// the largest key the bytes of the value.
///
/// | field           | offset | bytes | written by          | order                     |
/// |-----------------|-------:|------:|---------------------|---------------------------|
/// | `hash`          |      0 |     8 | owner of its stripe | plain, before its link    |
/// | `next`          |      8 |     4 | owner of its stripe | release; readers acquire  |
/// | `keyByteSize`   |     12 |     4 | owner of its stripe | plain, before its link    |
/// | `valueByteSize` |     16 |     4 | owner of its stripe | plain, before its link    |
/// | `padding`       |     20 |     4 | nobody              | zero                      |
///
/// `next` is a *link*, as the word of a bucket is: the number of a row plus one, 0 for none. A row says
/// nothing as long as no link leads to it. To whom a row belongs stands in a table of its own, in a word
/// of four bytes a row: 0 for a free row, else the number of a stripe plus one.
public final class MapRow {
    /// The picture above.
    public static final Struct LAYOUT = Struct.builder()
            .longs("hash")
            .ints("next", "keyByteSize", "valueByteSize", "padding")
            .build();

    /// Where the key begins.
    public static final long KEY = LAYOUT.byteSize();

    /// Where the link to the next row of the bucket stands.
    public static final long NEXT = LAYOUT.offset("next");

    private static final long HASH = LAYOUT.offset("hash");
    private static final long KEY_BYTE_SIZE = LAYOUT.offset("keyByteSize");
    private static final long VALUE_BYTE_SIZE = LAYOUT.offset("valueByteSize");

    private MapRow() {}

    /// Where the value begins.
    public static long value(int maxKeyByteSize) {
        return KEY + roundUp(maxKeyByteSize);
    }

    /// Bytes from one row to the next.
    public static long stride(int maxKeyByteSize, int maxValueByteSize) {
        return value(maxKeyByteSize) + roundUp(maxValueByteSize);
    }

    private static long roundUp(int byteSize) {
        return (byteSize + Long.BYTES - 1L) & -Long.BYTES;
    }

    /// Describes an entry that no link leads to yet.
    public static void describe(MemorySegment region, long row, long hash, int keyByteSize, int valueByteSize) {
        region.set(Words.LONG, row + HASH, hash);
        region.set(Words.INT, row + KEY_BYTE_SIZE, keyByteSize);
        region.set(Words.INT, row + VALUE_BYTE_SIZE, valueByteSize);
    }

    /// The hash of the key.
    public static long hash(MemorySegment region, long row) {
        return region.get(Words.LONG, row + HASH);
    }

    /// The size of the key as stored; check it before use.
    public static int keyByteSize(MemorySegment region, long row) {
        return region.get(Words.INT, row + KEY_BYTE_SIZE);
    }

    /// The size of the value as stored; check it before use.
    public static int valueByteSize(MemorySegment region, long row) {
        return region.get(Words.INT, row + VALUE_BYTE_SIZE);
    }

    /// The link at `link`.
    public static int linkAcquire(MemorySegment region, long link) {
        return (int) Words.INTS.getAcquire(region, link);
    }

    /// Stores the link: all that was stored before is seen by whoever reads it.
    public static void linkRelease(MemorySegment region, long link, int value) {
        Words.INTS.setRelease(region, link, value);
    }

    /// The owner of a row, by the place of its word.
    public static int ownerAcquire(MemorySegment region, long word) {
        return (int) Words.INTS.getAcquire(region, word);
    }

    /// Gives a free row to a stripe.
    public static boolean ownerCas(MemorySegment region, long word, int expected, int value) {
        return Words.INTS.compareAndSet(region, word, expected, value);
    }

    /// Makes a row free.
    public static void ownerRelease(MemorySegment region, long word, int value) {
        Words.INTS.setRelease(region, word, value);
    }
}
