package io.millrace.engine.internal.aot;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The folder of all caches of this user.
///
/// ```text
///   -Dmillrace.cache=PATH, else MILLRACE_CACHE=PATH      PATH/aot; `off`: no caches
///   $XDG_CACHE_HOME/millrace/aot                         if it is an absolute path
///   <user.home>/.cache/millrace/aot
/// ```
///
/// The folder is made when the first cache is, with the missing folders above it, but never the home
/// folder itself.
public final class CacheFolder {
    static final String CLASSES = "classes.aot";
    static final String KEY = "key";
    static final String NEW = "new-";
    static final String FAILED = "failed-";
    static final String OFF = "off";

    private static final String PROPERTY = "millrace.cache";
    private static final String VARIABLE = "MILLRACE_CACHE";

    /// Longer than any maker works; an older folder of one is a dead maker's.
    static final Duration MAKING = Duration.ofMinutes(5);

    /// `.cache/millrace/aot`.
    private static final int MOST_MADE = 3;

    private static final Duration FAILED_FOR = Duration.ofDays(1);
    private static final Duration TOUCHED_FOR = Duration.ofHours(1);
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;

    CacheFolder(Path path) {
        this.path = path;
    }

    /// The folder that the settings name; empty when caches are switched off or there is no home.
    public static Optional<CacheFolder> ofSystem() {
        String chosen = System.getProperty(PROPERTY, System.getenv(VARIABLE));
        return chosen(chosen, System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home"));
    }

    static Optional<CacheFolder> chosen(@Nullable String chosen, @Nullable String cacheHome, @Nullable String home) {
        if (chosen != null && !chosen.isBlank()) {
            return chosen.equals(OFF) ? Optional.empty() : below(new File(chosen).getAbsolutePath(), "aot");
        }
        return cacheHome != null && cacheHome.startsWith("/")
                ? below(cacheHome, "millrace/aot")
                : below(home, ".cache/millrace/aot");
    }

    private static Optional<CacheFolder> below(@Nullable String folder, String relative) {
        try {
            return folder != null && folder.startsWith("/")
                    ? Optional.of(new CacheFolder(Path.of(folder, relative)))
                    : Optional.empty();
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    public Path path() {
        return path;
    }

    /// Whether the folder is there.
    public boolean isThere() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /// Why the folder that is there is not trusted; null if it is.
    public @Nullable String refusal() {
        return Trust.refusal(path);
    }

    /// Makes the folder if it is missing, with at most two above it.
    ///
    /// @throws IOException when it cannot be made
    void make() throws IOException {
        List<Path> missing = new ArrayList<>();
        Path there = path;
        while (there != null && !Files.exists(there)) {
            missing.addFirst(there);
            there = there.getParent();
        }
        if (there == null || missing.size() > MOST_MADE) {
            throw new IOException("no such folder: " + missing.getFirst());
        }
        String refusal = missing.isEmpty() ? null : Trust.refusalBelow(there);
        if (refusal != null) {
            throw new IOException("no folder is made below: path=" + there + ", " + refusal);
        }
        for (Path folder : missing) {
            if (!Files.exists(folder)) {
                Files.createDirectory(folder, OWNER_FOLDER);
            }
        }
    }

    /// A new folder for a maker, in which the maker makes the cache with that name.
    Path newFolder(String name) throws IOException {
        return Files.createTempDirectory(path, NEW + name + "-", OWNER_FOLDER);
    }

    /// Writes a new file that only this user can open.
    static void write(Path file, byte[] content) throws IOException {
        Files.createFile(file, OWNER_FILE);
        Files.write(file, content);
    }

    /// The cache with a key, if there is one that can be trusted.
    Optional<Path> find(String name, String keyText) {
        Path entry = path.resolve(name);
        Path classes = entry.resolve(CLASSES);
        Path key = entry.resolve(KEY);
        if (!Trust.isOwnFolder(entry) || !Trust.isOwnFile(classes) || !Trust.isOwnFile(key) || refusal() != null) {
            return Optional.empty();
        }
        try {
            return Files.readString(key).equals(keyText) ? Optional.of(classes) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /// Notes that a cache is used now.
    void touch(Path classes) {
        Path entry = classes.getParent();
        try {
            if (entry != null && age(entry).compareTo(TOUCHED_FOR) > 0) {
                Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
            }
        } catch (IOException readOnly) {
            // the cache looks older than it is, and may be removed for another one
        }
    }

    /// Why the last attempt to make a cache failed, if that was within the last day.
    Optional<String> failure(String name) {
        Path note = path.resolve(FAILED + name);
        try {
            return Trust.isOwnFile(note) && age(note).compareTo(FAILED_FOR) < 0
                    ? Optional.of(Files.readString(note).strip())
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /// Notes why an attempt to make a cache failed.
    void noteFailure(String name, String reason) throws IOException {
        Path note = path.resolve(FAILED + name);
        Files.deleteIfExists(note);
        write(note, (reason + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Whether a maker is at work on a cache, or was a moment ago.
    boolean isBeingMade(String name) {
        return entries(NEW + name + "-*").stream().anyMatch(folder -> isYoung(folder, MAKING));
    }

    static boolean isYoung(Path file, Duration limit) {
        try {
            return age(file).compareTo(limit) < 0;
        } catch (IOException gone) {
            return false;
        }
    }

    static boolean isOldNote(Path note) {
        return !isYoung(note, FAILED_FOR);
    }

    private static Duration age(Path file) throws IOException {
        return Duration.between(
                Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant(), Instant.now());
    }

    /// What is in the folder, in no order.
    List<Path> entries(String glob) {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, glob)) {
            files.forEach(all::add);
        } catch (IOException | DirectoryIteratorException unreadable) {
            return List.of();
        }
        return all;
    }
}
