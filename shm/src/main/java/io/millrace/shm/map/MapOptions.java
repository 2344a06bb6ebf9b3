package io.millrace.shm.map;

import io.millrace.shm.internal.map.MapRegion;

/// The properties of a new map; kept in the file. The file has room for `maxEntries` of the largest
/// entries, and for up to 64 more, from the start.
///
/// @param maxEntries entries it holds at most
/// @param maxKeyByteSize size of the largest key, encoded
/// @param maxValueByteSize size of the largest value, encoded
public record MapOptions(int maxEntries, int maxKeyByteSize, int maxValueByteSize) {
    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException a number is out of range
    public MapOptions {
        require("maxEntries", maxEntries, 1, MapRegion.MAX_ENTRIES);
        require("maxKeyByteSize", maxKeyByteSize, 0, MapRegion.MAX_BYTES);
        require("maxValueByteSize", maxValueByteSize, 0, MapRegion.MAX_BYTES);
    }

    private static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s out of range: %s=%s; choose %s to %s".formatted(what, what, value, least, most));
        }
    }

    /// 1,024 entries, keys of up to 128 bytes, values of up to 1,024 bytes.
    public static MapOptions defaults() {
        return new MapOptions(1024, 128, 1024);
    }

    /// With another number of entries.
    ///
    /// @throws IllegalArgumentException it is not 1 to 2^30
    public MapOptions maxEntries(int newMaxEntries) {
        return new MapOptions(newMaxEntries, maxKeyByteSize, maxValueByteSize);
    }

    /// With another size of the largest key.
    ///
    /// @throws IllegalArgumentException it is not 0 to 2^30
    public MapOptions maxKeyByteSize(int newMaxKeyByteSize) {
        return new MapOptions(maxEntries, newMaxKeyByteSize, maxValueByteSize);
    }

    /// With another size of the largest value.
    ///
    /// @throws IllegalArgumentException it is not 0 to 2^30
    public MapOptions maxValueByteSize(int newMaxValueByteSize) {
        return new MapOptions(maxEntries, maxKeyByteSize, newMaxValueByteSize);
    }
}
