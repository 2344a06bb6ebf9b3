package io.millrace.engine.internal.aot;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A cache in the folder, and the bounds of all of them.
///
/// @param byteSize of its files
/// @param used when a child was last started from it, by the hour
public record StoredCache(Path path, long byteSize, Instant used) {
    static final int MAX_COUNT = 8;
    static final long MAX_BYTES = 512L << 20;
    static final Duration MAX_IDLE = Duration.ofDays(30);

    /// All caches of a folder, the most recently used first.
    public static List<StoredCache> all(CacheFolder folder) {
        List<StoredCache> all = new ArrayList<>();
        for (Path entry : folder.entries("*")) {
            if (Files.isRegularFile(entry.resolve(CacheFolder.CLASSES), LinkOption.NOFOLLOW_LINKS) && !isNew(entry)) {
                try {
                    Instant used = Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS).toInstant();
                    all.add(new StoredCache(entry, Files.size(entry.resolve(CacheFolder.CLASSES)), used));
                } catch (IOException gone) {
                    // another maker has removed it
                }
            }
        }
        all.sort(Comparator.comparing(StoredCache::used).reversed());
        return all;
    }

    private static boolean isNew(Path entry) {
        return entry.getFileName().toString().startsWith(CacheFolder.NEW);
    }

    /// Removes what is beyond the bounds, what dead makers left, and notes that count no more. Called
    /// by the maker that holds the lock.
    ///
    /// @param own the folder of the caller, which stays
    static void sweep(CacheFolder folder, Path own, Instant now) {
        for (Path left : folder.entries(CacheFolder.NEW + "*")) {
            if (!left.equals(own) && !CacheFolder.isYoung(left, CacheFolder.MAKING)) {
                delete(left);
            }
        }
        folder.entries(CacheFolder.FAILED + "*").stream().filter(CacheFolder::isOldNote).forEach(StoredCache::delete);
        int count = 0;
        long bytes = 0;
        for (StoredCache cache : all(folder)) {
            count++;
            bytes += cache.byteSize();
            if (count > MAX_COUNT || bytes > MAX_BYTES || cache.used().isBefore(now.minus(MAX_IDLE))) {
                delete(cache.path());
            }
        }
    }

    /// Deletes a file, or a folder and its files. A JVM that has a cache mapped keeps it.
    static void delete(Path path) {
        try {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
                    for (Path file : files) {
                        Files.deleteIfExists(file);
                    }
                }
            }
            Files.deleteIfExists(path);
        } catch (IOException | DirectoryIteratorException notOurs) {
            // it stays, and counts for nothing
        }
    }
}
