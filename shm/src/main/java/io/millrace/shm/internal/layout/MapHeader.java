package io.millrace.shm.internal.layout;

import java.lang.foreign.MemorySegment;

/// First bytes of the region of a map. A checksum covers the constants.
///
/// | field              | offset | bytes | written by    | order                  |
/// |--------------------|-------:|------:|---------------|------------------------|
/// | `maxEntries`       |      0 |     4 | creator       | plain, before `ACTIVE` |
/// | `maxKeyByteSize`   |      4 |     4 | creator       | plain, before `ACTIVE` |
/// | `maxValueByteSize` |      8 |     4 | creator       | plain, before `ACTIVE` |
/// | `stripeCount`      |     12 |     4 | creator       | plain, before `ACTIVE` |
/// | `bucketCount`      |     16 |     4 | creator       | plain, before `ACTIVE` |
/// | `crc`              |     20 |     4 | creator       | plain, before `ACTIVE` |
/// | `keyCodec`         |     24 |    64 | creator       | plain, before `ACTIVE` |
/// | `valueCodec`       |     88 |    64 | creator       | plain, before `ACTIVE` |
/// | `padding1`         |    152 |   104 | nobody        | zero                   |
/// | `freeHint`         |    256 |     4 | stripe owners | opaque                 |
/// | `padding2`         |    260 |   124 | nobody        | zero                   |
///
/// `stripeCount` and `bucketCount` are powers of two. `freeHint` is a row at which a search for a free
/// row begins: any value is right, a good one saves time.
public final class MapHeader {
    /// The layout of the table above.
    public static final Struct LAYOUT = Struct.builder()
            .ints("maxEntries", "maxKeyByteSize", "maxValueByteSize", "stripeCount", "bucketCount", "crc")
            .bytes(64, "keyCodec")
            .bytes(64, "valueCodec")
            .bytes(104, "padding1")
            .ints("freeHint")
            .bytes(124, "padding2")
            .build();

    /// Offset of the name of the codec of keys.
    public static final long KEY_CODEC = LAYOUT.offset("keyCodec");

    /// Offset of the name of the codec of values.
    public static final long VALUE_CODEC = LAYOUT.offset("valueCodec");

    private static final long CRC = LAYOUT.offset("crc");
    private static final long CONSTANT_BYTES = LAYOUT.offset("freeHint");
    private static final long[][] HOLES = {{CRC, CRC + Integer.BYTES}};
    private static final long FREE_HINT = LAYOUT.offset("freeHint");

    private MapHeader() {}

    /// The constant part.
    public record Constants(
            int maxEntries,
            int maxKeyByteSize,
            int maxValueByteSize,
            int stripeCount,
            int bucketCount,
            String keyCodec,
            String valueCodec) {}

    /// Writes the constant part and its checksum into a new region.
    public static void write(MemorySegment region, Constants constants) {
        put(region, "maxEntries", constants.maxEntries);
        put(region, "maxKeyByteSize", constants.maxKeyByteSize);
        put(region, "maxValueByteSize", constants.maxValueByteSize);
        put(region, "stripeCount", constants.stripeCount);
        put(region, "bucketCount", constants.bucketCount);
        Text.write(codec(region, KEY_CODEC), constants.keyCodec);
        Text.write(codec(region, VALUE_CODEC), constants.valueCodec);
        region.set(Words.INT, CRC, checksum(region));
    }

    private static void put(MemorySegment region, String field, int value) {
        region.set(Words.INT, LAYOUT.offset(field), value);
    }

    private static int get(MemorySegment region, String field) {
        return region.get(Words.INT, LAYOUT.offset(field));
    }

    private static MemorySegment codec(MemorySegment region, long offset) {
        return region.asSlice(offset, LAYOUT.byteSize("keyCodec"));
    }

    private static int checksum(MemorySegment region) {
        return Checksum.of(region.asSlice(0, CONSTANT_BYTES), HOLES);
    }

    /// Whether the checksum of the constant part is right.
    public static boolean isIntact(MemorySegment region) {
        return region.byteSize() >= LAYOUT.byteSize() && region.get(Words.INT, CRC) == checksum(region);
    }

    /// The constant part as stored; check it before use.
    public static Constants read(MemorySegment region) {
        return new Constants(
                get(region, "maxEntries"),
                get(region, "maxKeyByteSize"),
                get(region, "maxValueByteSize"),
                get(region, "stripeCount"),
                get(region, "bucketCount"),
                Text.read(codec(region, KEY_CODEC)),
                Text.read(codec(region, VALUE_CODEC)));
    }

    /// A row at which a search for a free row may begin; any number in a damaged file.
    public static int freeHintOpaque(MemorySegment region) {
        return (int) Words.INTS.getOpaque(region, FREE_HINT);
    }

    /// Proposes that row.
    public static void freeHintOpaque(MemorySegment region, int row) {
        Words.INTS.setOpaque(region, FREE_HINT, row);
    }
}
