package io.millrace.engine.internal.array;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The size of this machine's last-level cache: outputs that are larger gain from stores that bypass the
/// caches.
final class LastLevelCache {
    /// The size that is assumed where the system does not tell it: larger than most caches.
    private static final long FALLBACK_BYTES = 64L << 20;

    private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");

    static final long BYTE_SIZE = read(CACHES);

    private LastLevelCache() {}

    /// The largest of the sizes that Linux lists for one processor, such as `32K` or `107520K`.
    static long read(Path caches) {
        long largest = 0;
        try (DirectoryStream<Path> levels = Files.newDirectoryStream(caches, "index*")) {
            for (Path level : levels) {
                largest = Math.max(largest, parse(Files.readString(level.resolve("size")).strip()));
            }
        } catch (IOException | NumberFormatException notTold) {
            return FALLBACK_BYTES;
        }
        return largest > 0 ? largest : FALLBACK_BYTES;
    }

    private static long parse(String size) {
        if (size.endsWith("M")) {
            return number(size) << 20;
        }
        return size.endsWith("K") ? number(size) << 10 : Long.parseLong(size);
    }

    private static long number(String withUnit) {
        return Long.parseLong(withUnit.substring(0, withUnit.length() - 1));
    }
}
