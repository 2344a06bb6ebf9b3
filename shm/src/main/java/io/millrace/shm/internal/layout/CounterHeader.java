package io.millrace.shm.internal.layout;

import java.lang.foreign.MemorySegment;

/// First bytes of the region of a counter; nothing here changes. The stripes follow.
///
/// | field         | offset | bytes | written by | order                  |
/// |---------------|-------:|------:|------------|------------------------|
/// | `stripeCount` |      0 |     4 | creator    | plain, before `ACTIVE` |
/// | `crc`         |      4 |     4 | creator    | plain, before `ACTIVE` |
/// | `labels`      |      8 |   504 | creator    | plain, before `ACTIVE` |
///
/// `stripeCount` is a power of two. `labels` is a text of one line `key=value` for each label.
public final class CounterHeader {
    /// The layout of the table above.
    public static final Struct LAYOUT = Struct.builder()
            .ints("stripeCount", "crc")
            .bytes(504, "labels")
            .build();

    /// The most bytes that the text of the labels may have.
    public static final int MAX_LABEL_BYTES = (int) LAYOUT.byteSize("labels") - 1;

    private static final long STRIPE_COUNT = LAYOUT.offset("stripeCount");
    private static final long CRC = LAYOUT.offset("crc");
    private static final long[][] HOLES = {{CRC, CRC + Integer.BYTES}};

    private CounterHeader() {}

    /// Writes the header and its checksum into a new region.
    ///
    /// @param labels at most `MAX_LABEL_BYTES` bytes of UTF-8
    public static void write(MemorySegment region, int stripeCount, String labels) {
        region.set(Words.INT, STRIPE_COUNT, stripeCount);
        Text.write(labelField(region), labels);
        region.set(Words.INT, CRC, checksum(region));
    }

    /// Whether the checksum is right.
    public static boolean isIntact(MemorySegment region) {
        return region.byteSize() >= LAYOUT.byteSize() && region.get(Words.INT, CRC) == checksum(region);
    }

    /// The number of stripes as stored; check it before use.
    public static int stripeCount(MemorySegment region) {
        return region.get(Words.INT, STRIPE_COUNT);
    }

    /// The text of the labels as stored.
    public static String labels(MemorySegment region) {
        return Text.read(labelField(region));
    }

    private static MemorySegment labelField(MemorySegment region) {
        return region.asSlice(LAYOUT.offset("labels"), LAYOUT.byteSize("labels"));
    }

    private static int checksum(MemorySegment region) {
        return Checksum.of(region.asSlice(0, LAYOUT.byteSize()), HOLES);
    }
}
