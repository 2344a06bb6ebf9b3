package io.millrace.shm.internal.map;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.LockWord;
import io.millrace.shm.internal.layout.MapHeader;
import io.millrace.shm.internal.layout.MapRow;
import io.millrace.shm.internal.layout.MapStripe;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The region of a map: the checked constants of its header, and where everything is.
///
/// ```text
/// +-----------+-------------+-----------------+------------------+---------+--------------------+
/// | MapHeader | stripeCount | bucketCount     | rowCount words:  | to a    | rowCount rows      |
/// | 384 B     | * MapStripe | links, 4 B each | owners, 4 B each | multip. | of `stride` bytes: |
/// |           | of 384 B    |                 |                  | of 64   | MapRow, key, value |
/// +-----------+-------------+-----------------+------------------+---------+--------------------+
/// ```
///
/// There is one row for each entry and one spare row for each stripe. The lowest bits of the hash of a
/// key are the number of its bucket, the lowest of those the number of its stripe.
///
/// @param firstOwner where the owners of rows begin
/// @param firstRow where the rows begin
/// @param stride bytes from one row to the next
public record MapRegion(Region region, MapHeader.Constants constants, long firstOwner, long firstRow, long stride) {
    /// The largest number of entries: as many buckets as a power of two of 31 bits has.
    public static final int MAX_ENTRIES = 1 << 30;

    /// The largest size of a key or a value.
    public static final int MAX_BYTES = 1 << 30;

    private static final int MAX_STRIPES = 64;
    private static final int ENTRIES_PER_STRIPE = 8;
    private static final long ROW_UNIT = 64;

    /// The properties of a new map.
    public record Wanted(
            int maxEntries, int maxKeyByteSize, int maxValueByteSize, String keyCodec, String valueCodec) {}

    /// What a new map is created from. It has a stripe for 8 entries, at most 64 stripes.
    public static RegionRequest request(@Nullable String name, Wanted wanted) {
        int stripes = Math.clamp(Integer.highestOneBit(wanted.maxEntries() / ENTRIES_PER_STRIPE), 1, MAX_STRIPES);
        int buckets = Math.max(stripes, roundUpToPowerOfTwo(wanted.maxEntries()));
        MapHeader.Constants constants = new MapHeader.Constants(
                wanted.maxEntries(),
                wanted.maxKeyByteSize(),
                wanted.maxValueByteSize(),
                stripes,
                buckets,
                wanted.keyCodec(),
                wanted.valueCodec());
        long[] shape = {wanted.maxEntries(), wanted.maxKeyByteSize(), wanted.maxValueByteSize()};
        return new RegionRequest(
                name, RegionKind.MAP, null, shape, byteSize(constants), memory -> initialise(memory, constants));
    }

    /// Each stripe has one row, its spare; the other rows are free.
    private static void initialise(MemorySegment memory, MapHeader.Constants constants) {
        MapHeader.write(memory, constants);
        for (int stripe = 0; stripe < constants.stripeCount(); stripe++) {
            long offset = MapStripe.offset(stripe);
            LockWord.onOwnerDeath(memory.asSlice(offset, LockWord.LAYOUT.byteSize()), LockWord.CONTINUE);
            MapStripe.spareOpaque(memory, offset, stripe);
            MapRow.ownerRelease(memory, firstOwner(constants) + (long) stripe * Integer.BYTES, stripe + 1);
        }
        MapHeader.freeHintOpaque(memory, constants.stripeCount());
    }

    private static int roundUpToPowerOfTwo(int value) {
        return value == 1 ? 1 : Integer.highestOneBit(value - 1) << 1;
    }

    private static long rowCount(MapHeader.Constants constants) {
        return (long) constants.maxEntries() + constants.stripeCount();
    }

    private static long firstBucket(MapHeader.Constants constants) {
        return MapStripe.offset(constants.stripeCount());
    }

    private static long firstOwner(MapHeader.Constants constants) {
        return firstBucket(constants) + (long) constants.bucketCount() * Integer.BYTES;
    }

    private static long firstRow(MapHeader.Constants constants) {
        long end = firstOwner(constants) + rowCount(constants) * Integer.BYTES;
        return (end + ROW_UNIT - 1) & -ROW_UNIT;
    }

    private static long stride(MapHeader.Constants constants) {
        return MapRow.stride(constants.maxKeyByteSize(), constants.maxValueByteSize());
    }

    private static long byteSize(MapHeader.Constants constants) {
        return Math.addExact(
                firstRow(constants), Math.multiplyExact(rowCount(constants), stride(constants)));
    }

    /// The map in a region.
    ///
    /// @throws FileFormatException its header is damaged
    public static MapRegion over(Region region) {
        MemorySegment memory = region.segment();
        if (!MapHeader.isIntact(memory)) {
            throw damaged(region, "its checksum is wrong");
        }
        MapHeader.Constants constants = MapHeader.read(memory);
        if (!isPossible(constants) || region.byteSize() != byteSize(constants)) {
            throw damaged(region, "its numbers do not fit its size");
        }
        return new MapRegion(
                region, constants, firstOwner(constants), firstRow(constants), stride(constants));
    }

    private static boolean isPossible(MapHeader.Constants constants) {
        return constants.maxEntries() >= 1
                && constants.maxEntries() <= MAX_ENTRIES
                && constants.maxKeyByteSize() >= 0
                && constants.maxKeyByteSize() <= MAX_BYTES
                && constants.maxValueByteSize() >= 0
                && constants.maxValueByteSize() <= MAX_BYTES
                && Integer.bitCount(constants.stripeCount()) == 1
                && Integer.bitCount(constants.bucketCount()) == 1
                && constants.stripeCount() >= 1
                && constants.stripeCount() <= constants.bucketCount()
                && constants.bucketCount() <= MAX_ENTRIES;
    }

    static FileFormatException damaged(Region region, String what) {
        return new FileFormatException("the map is damaged: map=%s, %s; drop it and make it anew"
                .formatted(region.info(), what));
    }

    MemorySegment memory() {
        return region.segment();
    }

    int stripeCount() {
        return constants.stripeCount();
    }

    int bucketCount() {
        return constants.bucketCount();
    }

    int rowCount() {
        return constants.maxEntries() + constants.stripeCount();
    }

    /// The bucket of a hash.
    int bucketOf(long hash) {
        return (int) hash & (constants.bucketCount() - 1);
    }

    /// The stripe of a bucket, or of a hash.
    int stripeOf(long bucket) {
        return (int) bucket & (constants.stripeCount() - 1);
    }

    /// Where the link of a bucket stands.
    long bucket(int bucket) {
        return firstBucket(constants) + (long) bucket * Integer.BYTES;
    }

    /// Where the owner of a row stands.
    long owner(int row) {
        return firstOwner + (long) row * Integer.BYTES;
    }

    /// Where a row begins.
    long row(int row) {
        return firstRow + row * stride;
    }

    /// Where the value of the row at `row` begins.
    long value(long row) {
        return row + MapRow.value(constants.maxKeyByteSize());
    }

    /// Checks that the region is still there.
    ///
    /// @throws io.millrace.shm.RegionDroppedException somebody dropped the map
    public void check() {
        region.check();
    }

    /// Checks that this process may write here, and that the region is still there.
    ///
    /// @throws UnsupportedOperationException the file was attached read-only
    /// @throws io.millrace.shm.RegionDroppedException somebody dropped the map
    public void checkWritable() {
        if (region.segment().isReadOnly()) {
            throw new UnsupportedOperationException("the file was attached read-only: map=%s, file=%s; use attach"
                    .formatted(region.name(), region.memory().file()));
        }
        region.check();
    }

    /// What to throw for a failed access: the JDK refuses memory that was unmapped.
    public RuntimeException explain(IllegalStateException cause) {
        return region.segment().scope().isAlive() ? cause : region.gone(cause);
    }
}
