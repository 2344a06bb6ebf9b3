package io.millrace.engine.internal.aot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A cache that is being made, in a folder of its own that gets its final name at the end.
///
/// **Death.** A maker that dies leaves its folder, which counts for nothing; a later maker removes
/// it. The kernel releases the lock.
public final class NewCache {
    /// The arguments of the JVMs that train and assemble; those of the maker.
    static final String ARGUMENTS = "arguments";

    static final String MAKER_ARGUMENTS = "maker";

    private static final String LOCK = "lock";

    private final CacheFolder folder;
    private final Path own;

    /// @param own the folder that a program has made for the maker
    public NewCache(Path own) {
        this.own = own;
        this.folder = new CacheFolder(Objects.requireNonNull(own.getParent(), "parent"));
    }

    /// Makes the cache.
    public interface Maker {
        /// @return why it cannot be made; null when it is made
        @Nullable String make() throws IOException;
    }

    /// Has the cache made, unless another maker is at work or has made it, and removes the folder.
    ///
    /// @throws IOException when the folder cannot be used
    public void make(Maker maker) throws IOException {
        Path lockFile = folder.path().resolve(LOCK);
        try (FileChannel channel =
                        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = tryLock(channel)) {
            if (lock != null) {
                StoredCache.sweep(folder, own, Instant.now());
                makeAlone(maker);
            }
        } finally {
            StoredCache.delete(own);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException anotherThread) {
            return null;
        }
    }

    private void makeAlone(Maker maker) throws IOException {
        if (folder.find(name(), Files.readString(own.resolve(CacheFolder.KEY))).isPresent()) {
            return;
        }
        String failure = maker.make();
        if (failure == null) {
            publish();
            StoredCache.sweep(folder, own, Instant.now());
        } else {
            folder.noteFailure(name(), failure);
        }
    }

    private void publish() throws IOException {
        try (FileChannel written = FileChannel.open(classes(), StandardOpenOption.READ)) {
            written.force(true);
        }
        for (Path file : new Path[] {arguments(), own.resolve(MAKER_ARGUMENTS), configuration(), log()}) {
            Files.deleteIfExists(file);
        }
        Path entry = folder.path().resolve(name());
        StoredCache.delete(entry);
        Files.move(own, entry, StandardCopyOption.ATOMIC_MOVE);
    }

    private String name() {
        String word = own.getFileName().toString().substring(CacheFolder.NEW.length());
        return word.substring(0, word.indexOf('-'));
    }

    /// The arguments of the JVMs that train and assemble.
    public Path arguments() {
        return own.resolve(ARGUMENTS);
    }

    /// What a recording JVM writes.
    public Path configuration() {
        return own.resolve("configuration");
    }

    /// The cache itself.
    public Path classes() {
        return own.resolve(CacheFolder.CLASSES);
    }

    /// What the JVMs print.
    public Path log() {
        return own.resolve("log");
    }
}
