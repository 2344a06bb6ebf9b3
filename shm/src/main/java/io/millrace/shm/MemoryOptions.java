package io.millrace.shm;

import java.util.Objects;

/// How a new file is made and how this process looks after it. Start from `defaults()` and change
/// by name: `MemoryOptions.defaults().byteSize(2L << 30).persistent(true)`.
///
/// @param byteSize what regions may use together; header, directory and the engine's area come on
///         top. A region's own bookkeeping is part of the region: a queue takes a header and, for each
///         message, 32 bytes and its `maxMessageByteSize`, rounded up to 64. What does not fit is told
///         with the `byteSize` that would do
/// @param engineByteSize room for the bookkeeping of pools and jobs; by default, for two pools of as
///         many workers as this process may use processors
/// @param maxRegions rows of the directory
/// @param populate whether pages are mapped at once, in parallel, instead of at first touch
/// @param hugePages whether the system is asked for large pages
/// @param persistent whether `sweep` leaves the file alone when no process uses it. That matters in
///         the default folder, where alone `sweep` looks. Closing never removes a file that `create`
///         made; `delete` does
/// @param recovery who cleans up after processes that died
public record MemoryOptions(
        long byteSize,
        long engineByteSize,
        int maxRegions,
        boolean populate,
        HugePages hugePages,
        boolean persistent,
        Recovery recovery) {

    private static final long MIN_ENGINE_BYTES = 8L << 20;
    private static final int WORKERS_IN_MIN_ENGINE_BYTES = 16;
    private static final long ENGINE_BYTES_PER_WORKER = 144L << 10;

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

    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException a number is out of range
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

    /// 64 MiB for regions, 8 MiB for the engine, 4096 regions, populated, not persistent. With more
    /// than 16 processors the engine gets more: 144 KiB for each of them.
    public static MemoryOptions defaults() {
        long engine = engineByteSizeFor(Runtime.getRuntime().availableProcessors());
        return new MemoryOptions(64L << 20, engine, 4096, true, HugePages.AUTO, false, Recovery.THREAD);
    }

    /// Room for two pools of so many workers each.
    private static long engineByteSizeFor(int workers) {
        return MIN_ENGINE_BYTES + Math.max(0, workers - WORKERS_IN_MIN_ENGINE_BYTES) * ENGINE_BYTES_PER_WORKER;
    }

    /// With another `byteSize`.
    ///
    /// @throws IllegalArgumentException it is not 0 to 2^56
    public MemoryOptions byteSize(long value) {
        return new MemoryOptions(value, engineByteSize, maxRegions, populate, hugePages, persistent, recovery);
    }

    /// With another `engineByteSize`.
    ///
    /// @throws IllegalArgumentException it is not 0 to 2^40
    public MemoryOptions engineByteSize(long value) {
        return new MemoryOptions(byteSize, value, maxRegions, populate, hugePages, persistent, recovery);
    }

    /// With another `maxRegions`.
    ///
    /// @throws IllegalArgumentException it is not 1 to 1,048,576
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
