package io.millrace.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// How large this machine's last cache is: outputs larger than it gain from stores that go past the
/// caches.
final class LastLevelCache {
    /// What is assumed where the system does not tell: larger than most.
    private static final long UNKNOWN = 64L << 20;

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
            return UNKNOWN;
        }
        return largest > 0 ? largest : UNKNOWN;
    }

    private static long parse(String size) {
        long number = Long.parseLong(size.replaceAll("\\D", ""));
        return size.endsWith("M") ? number << 20 : size.endsWith("K") ? number << 10 : number;
    }
}
