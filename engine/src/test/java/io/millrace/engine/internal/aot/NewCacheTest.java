package io.millrace.engine.internal.aot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewCacheTest {
    private static final String NAME = "1f2e3d4c";
    private static final String KEY = "a key\n";

    @TempDir
    Path home;

    private CacheFolder folder;
    private Path own;
    private NewCache cache;

    @BeforeEach
    void makeFolder() throws IOException {
        home = home.toRealPath();
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        folder = new CacheFolder(home.resolve("aot"));
        folder.make();
        order();
    }

    private void order() throws IOException {
        own = folder.newFolder(NAME);
        CacheFolder.write(own.resolve(CacheFolder.KEY), KEY.getBytes());
        CacheFolder.write(own.resolve(NewCache.ARGUMENTS), new byte[1]);
        cache = new NewCache(own);
    }

    private String makeClasses() throws IOException {
        CacheFolder.write(cache.classes(), new byte[10]);
        Files.writeString(cache.log(), "said");
        return null;
    }

    private Set<String> names(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private Path stored(String name, long bytes, Duration idle) throws IOException {
        Path entry = Files.createDirectory(folder.path().resolve(name));
        try (RandomAccessFile file = new RandomAccessFile(entry.resolve(CacheFolder.CLASSES).toFile(), "rw")) {
            file.setLength(bytes);
        }
        Files.setLastModifiedTime(entry, FileTime.from(Instant.now().minus(idle)));
        return entry;
    }

    @Test
    void aCacheThatIsMadeGetsItsNameAndNothingElseIsLeft() throws IOException {
        cache.make(this::makeClasses);
        assertEquals(Set.of("lock", NAME), names(folder.path()));
        assertEquals(Set.of(CacheFolder.KEY, CacheFolder.CLASSES), names(folder.path().resolve(NAME)));
        assertTrue(folder.find(NAME, KEY).isPresent());
    }

    @Test
    void aCacheOfAnotherKeyWithTheSameNameIsReplaced() throws IOException {
        cache.make(this::makeClasses);
        Files.writeString(folder.path().resolve(NAME).resolve(CacheFolder.KEY), "another");
        order();
        cache.make(this::makeClasses);
        assertTrue(folder.find(NAME, KEY).isPresent());
    }

    @Test
    void aCacheThatIsThereIsNotMadeAgain() throws IOException {
        cache.make(this::makeClasses);
        order();
        cache.make(() -> fail("made again"));
        assertEquals(Set.of("lock", NAME), names(folder.path()));
    }

    @Test
    void aFailureIsNotedAndLeavesNothing() throws IOException {
        cache.make(() -> "cannot record");
        assertEquals(Set.of("lock", CacheFolder.FAILED + NAME), names(folder.path()));
        assertEquals(Optional.of("cannot record"), folder.failure(NAME));
    }

    @Test
    void aMakerThatRunsOutOfTimeLeavesNothingAndMayTryAgain() throws IOException {
        assertThrows(IOException.class, () -> cache.make(() -> {
            throw new IOException("not in time");
        }));
        assertEquals(Set.of("lock"), names(folder.path()));
    }

    @Test
    void aSecondMakerLeavesTheWorkToTheFirst() throws IOException {
        try (FileChannel first = FileChannel.open(
                        folder.path().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = first.lock()) {
            cache.make(() -> fail("made beside another maker"));
        }
        assertEquals(Set.of("lock"), names(folder.path()));
    }

    @Test
    void theLeastRecentlyUsedAreRemovedBeyondTheirNumber() throws IOException {
        for (int index = 0; index < StoredCache.MAX_COUNT + 2; index++) {
            stored("0000000" + (char) ('a' + index), 10, Duration.ofHours(index + 2));
        }
        cache.make(this::makeClasses);
        List<String> left = StoredCache.all(folder).stream()
                .map(each -> each.path().getFileName().toString())
                .toList();
        assertEquals(StoredCache.MAX_COUNT, left.size());
        assertEquals(List.of(NAME, "0000000a", "0000000b"), left.subList(0, 3));
    }

    @Test
    void theLeastRecentlyUsedAreRemovedBeyondTheirBytes() throws IOException {
        stored("0000000a", StoredCache.MAX_BYTES / 2, Duration.ofHours(1));
        stored("0000000b", StoredCache.MAX_BYTES / 2, Duration.ofHours(2));
        cache.make(this::makeClasses);
        assertEquals(Set.of("lock", NAME, "0000000a"), names(folder.path()));
    }

    @Test
    void whatIsNotUsedForAMonthIsRemoved() throws IOException {
        stored("0000000a", 10, Duration.ofDays(29));
        stored("0000000b", 10, Duration.ofDays(31));
        cache.make(this::makeClasses);
        assertEquals(Set.of("lock", NAME, "0000000a"), names(folder.path()));
    }

    @Test
    void whatDeadMakersLeftIsRemovedWhenItIsOld() throws IOException {
        Path young = folder.newFolder("0000000a");
        Path old = folder.newFolder("0000000b");
        CacheFolder.write(old.resolve(CacheFolder.CLASSES), new byte[10]);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofMinutes(6))));
        folder.noteFailure("0000000c", "old");
        Files.setLastModifiedTime(
                folder.path().resolve(CacheFolder.FAILED + "0000000c"),
                FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        cache.make(this::makeClasses);
        assertEquals(Set.of("lock", NAME, young.getFileName().toString()), names(folder.path()));
    }

    @Test
    void aFolderThatIsBeingFilledIsNoCache() throws IOException {
        makeClasses();
        assertEquals(List.of(), StoredCache.all(folder));
        assertFalse(folder.find(NAME, KEY).isPresent());
    }
}
