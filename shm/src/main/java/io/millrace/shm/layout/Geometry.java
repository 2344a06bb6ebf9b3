package io.millrace.shm.layout;

import io.millrace.shm.MemoryOptions;

/// Where the parts of one file begin, in bytes from its start.
///
/// The users' area is a little larger than what its regions may use together, so that rounding each
/// region up to its alignment never makes the last one fail.
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
    /// Regions from here on begin at whole pages, smaller ones at multiples of 64.
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
        return pages + Math.min(maxRegions, 4096) * 64L;
    }

    /// The next multiple of `unit`, a power of two.
    public static long roundUp(long value, long unit) {
        return Math.addExact(value, unit - 1) & -unit;
    }

    /// Where a region of that size may begin.
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
