package io.millrace.shm;

import java.util.Objects;

/// How a new file is made and how this process looks after it. Start from `defaults()` and change
/// by name: `MemoryOptions.defaults().byteSize(2L << 30).persistent(true)`.
///
/// @param byteSize what regions may use together; header, directory and the engine's area come on
///         top
/// @param engineByteSize room for the bookkeeping of pools and jobs
/// @param maxRegions rows of the directory
/// @param populate whether pages are mapped at once, in parallel, instead of at first touch
/// @param hugePages whether the system is asked for large pages
/// @param persistent whether `sweep` leaves the file alone when no process uses it; closing never removes a file that
///         `create` made, only `delete` and `sweep` do
/// @param recovery who cleans up after processes that died
public record MemoryOptions(
        long byteSize,
        long engineByteSize,
        int maxRegions,
        boolean populate,
        HugePages hugePages,
        boolean persistent,
        Recovery recovery) {

    /// Whether the system is asked for large pages.
    public enum HugePages {
        /// Asked for from 2 MiB up; a refusal is ignored.
        AUTO,
        /// Asked for; a refusal is a `FileAccessException`.
        ALWAYS,
        /// Not asked for.
        NEVER
    }

    /// Who cleans up after processes that died.
    public enum Recovery {
        /// A daemon thread of this process, every 100 ms.
        THREAD,
        /// Nobody until `SharedMemory.recoverDead()` is called: for isolated processors.
        MANUAL
    }

    public MemoryOptions {
        Objects.requireNonNull(hugePages, "hugePages");
        Objects.requireNonNull(recovery, "recovery");
        requireRange("byteSize", byteSize, 1L << 56);
        requireRange("engineByteSize", engineByteSize, 1L << 40);
        if (maxRegions < 1 || maxRegions > 1 << 20) {
            throw new IllegalArgumentException("maxRegions must be 1 to 1048576: maxRegions=" + maxRegions);
        }
    }

    private static void requireRange(String what, long value, long maximum) {
        if (value < 0 || value > maximum) {
            throw new IllegalArgumentException(what + " must be 0 to " + maximum + ": " + what + "=" + value);
        }
    }

    /// 64 MiB for regions, 8 MiB for the engine, 4096 regions, populated, not persistent.
    public static MemoryOptions defaults() {
        return new MemoryOptions(64L << 20, 8L << 20, 4096, true, HugePages.AUTO, false, Recovery.THREAD);
    }

    /// With another `byteSize`.
    public MemoryOptions byteSize(long value) {
        return new MemoryOptions(value, engineByteSize, maxRegions, populate, hugePages, persistent, recovery);
    }

    /// With another `engineByteSize`.
    public MemoryOptions engineByteSize(long value) {
        return new MemoryOptions(byteSize, value, maxRegions, populate, hugePages, persistent, recovery);
    }

    /// With another `maxRegions`.
    public MemoryOptions maxRegions(int value) {
        return new MemoryOptions(byteSize, engineByteSize, value, populate, hugePages, persistent, recovery);
    }

    /// With another `populate`.
    public MemoryOptions populate(boolean value) {
        return new MemoryOptions(byteSize, engineByteSize, maxRegions, value, hugePages, persistent, recovery);
    }

    /// With another `hugePages`.
    public MemoryOptions hugePages(HugePages value) {
        return new MemoryOptions(byteSize, engineByteSize, maxRegions, populate, value, persistent, recovery);
    }

    /// With another `persistent`.
    public MemoryOptions persistent(boolean value) {
        return new MemoryOptions(byteSize, engineByteSize, maxRegions, populate, hugePages, value, recovery);
    }

    /// With another `recovery`.
    public MemoryOptions recovery(Recovery value) {
        return new MemoryOptions(byteSize, engineByteSize, maxRegions, populate, hugePages, persistent, value);
    }
}
