package io.millrace.shm.internal.layout;

import io.millrace.shm.MemoryOptions;

/// Where the parts of one file begin, in bytes from its start.
///
/// The users' area is larger than what its regions may use together by a cache line for each, so
/// that rounding them up never makes the last one fail, and by a page for each of some large ones,
/// which begin at whole pages as long as there is room for that.
///
/// @param entryCount rows of the directory
/// @param engineOffset of the engine's area, which ends where the users' area begins
/// @param userByteSize what the users' regions may use together
/// @param fileByteSize of the whole
public record Geometry(
        int entryCount, long engineOffset, long engineByteSize, long userOffset, long userByteSize, long fileByteSize) {
    /// The slots follow the header.
    public static final long SLOT_OFFSET = FileHeader.BYTE_SIZE;
    /// The directory follows the slots.
    public static final long DIRECTORY_OFFSET = SLOT_OFFSET + 1024 * 128;
    /// Parts begin at whole pages.
    public static final long PAGE = 4096;
    /// Regions from here on begin at whole pages if they can, smaller ones at multiples of 64.
    public static final long PAGED_FROM = 64 << 10;

    private static final long HUGE_PAGE = 2L << 20;

    /// For a new file.
    public static Geometry of(MemoryOptions options) {
        long engineOffset =
                roundUp(DIRECTORY_OFFSET + (long) options.maxRegions() * DirectoryEntry.LAYOUT.byteSize(), PAGE);
        long engineByteSize = roundUp(options.engineByteSize(), PAGE);
        long userStart = options.byteSize() >= HUGE_PAGE ? HUGE_PAGE : PAGE;
        long userOffset = roundUp(engineOffset + engineByteSize, userStart);
        long bytes = options.byteSize();
        long end = roundUp(userOffset + bytes + slack(bytes, options.maxRegions()), PAGE);
        return new Geometry(options.maxRegions(), engineOffset, engineByteSize, userOffset, bytes, end);
    }

    private static long slack(long byteSize, int maxRegions) {
        long pages = Math.min(byteSize / PAGED_FROM, Math.min(maxRegions, 64)) * PAGE;
        return pages + maxRegions * 64L;
    }

    /// The smallest power of two that is not below `capacityBytes` and not below `least`.
    ///
    /// @throws IllegalArgumentException the capacity is below 1 or above `most`
    static long ringCapacity(long capacityBytes, long least, long most) {
        if (capacityBytes < 1 || capacityBytes > most) {
            throw new IllegalArgumentException("a capacity is between 1 byte and 1 GiB: capacityBytes=%,d"
                    .formatted(capacityBytes));
        }
        long floor = Long.highestOneBit(capacityBytes);
        return Math.max(least, floor == capacityBytes ? floor : 2 * floor);
    }

    /// The next multiple of `unit`, a power of two.
    public static long roundUp(long value, long unit) {
        return Math.addExact(value, unit - 1) & -unit;
    }

    /// Where a region of that size begins if it can.
    public static long alignmentFor(long byteSize) {
        return byteSize >= PAGED_FROM ? PAGE : 64;
    }

    /// How many bytes a region of that size takes: whole cache lines, at least one.
    public static long footprint(long byteSize) {
        return Math.max(64, roundUp(byteSize, 64));
    }

    /// Where that row of the directory begins.
    public static long entryOffset(int row) {
        return DIRECTORY_OFFSET + row * DirectoryEntry.LAYOUT.byteSize();
    }
}
