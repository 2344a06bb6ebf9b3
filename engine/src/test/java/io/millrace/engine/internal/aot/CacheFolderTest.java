package io.millrace.engine.internal.aot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheFolderTest {
    private static final String NAME = "1f2e3d4c";
    private static final String KEY = "a key\n";
    private static final int ANOTHER_USER = 65534;

    @TempDir
    Path home;

    private CacheFolder folder;
    private Path entry;
    private Path classes;

    @BeforeEach
    void makeCache() throws IOException {
        home = home.toRealPath();
        chmod(home, "rwx------");
        folder = new CacheFolder(home.resolve(".cache/millrace/aot"));
        folder.make();
        entry = folder.path().resolve(NAME);
        Files.move(folder.newFolder(NAME), entry);
        CacheFolder.write(entry.resolve(CacheFolder.KEY), KEY.getBytes());
        classes = entry.resolve(CacheFolder.CLASSES);
        CacheFolder.write(classes, new byte[10]);
        assertEquals(Optional.of(classes), folder.find(NAME, KEY));
    }

    private static void chmod(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private void assertNotTrusted() {
        assertEquals(Optional.empty(), folder.find(NAME, KEY));
    }

    private static void age(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void aSettingComesBeforeTheVariableOfTheSystemAndThatBeforeTheHome() {
        assertEquals(Optional.empty(), CacheFolder.chosen("off", "/xdg", "/home/me"));
        assertEquals("/own/aot", path("/own", "/xdg", "/home/me"));
        assertEquals("/xdg/millrace/aot", path(null, "/xdg", "/home/me"));
        assertEquals("/home/me/.cache/millrace/aot", path(" ", "relative", "/home/me"));
        assertEquals(Optional.empty(), CacheFolder.chosen(null, null, "?"));
        assertEquals(Optional.empty(), CacheFolder.chosen(null, null, null));
        assertEquals(Optional.empty(), CacheFolder.chosen("a\0b", null, null));
    }

    private static String path(String chosen, String cacheHome, String home) {
        return CacheFolder.chosen(chosen, cacheHome, home).orElseThrow().path().toString();
    }

    @Test
    void allFoldersThatAreMadeAreOfThisUserAlone() throws IOException {
        for (Path made = folder.path(); !made.equals(home); made = made.getParent()) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
        }
    }

    @Test
    void aHomeThatIsMissingIsNotMade() {
        CacheFolder lost = new CacheFolder(home.resolve("nobody/.cache/millrace/aot"));
        assertThrows(IOException.class, lost::make);
        assertFalse(Files.exists(home.resolve("nobody")));
    }

    @Test
    void nothingIsMadeInAFolderThatOthersMayWrite() throws IOException {
        Path loose = Files.createDirectory(home.resolve("loose"));
        chmod(loose, "rwxrwx---");
        assertThrows(IOException.class, () -> new CacheFolder(loose.resolve("millrace/aot")).make());
        assertFalse(Files.exists(loose.resolve("millrace")));
    }

    @Test
    void anotherKeyOfTheSameNameFindsNothing() {
        assertEquals(Optional.empty(), folder.find(NAME, "another key\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "aot", "millrace", ".cache"})
    void aFolderThatOthersMayWriteIsNotTrusted(String which) throws IOException {
        Path loose = which.isEmpty() ? home : folder.path();
        while (!which.isEmpty() && !loose.endsWith(which)) {
            loose = loose.getParent();
        }
        chmod(loose, "rwxrwx---");
        assertNotTrusted();
        assertNotEquals(null, folder.refusal());
        chmod(loose, "rwx------");
        assertEquals(Optional.of(classes), folder.find(NAME, KEY));
    }

    @Test
    void aFolderThatOthersMayEnterIsNotTrusted() throws IOException {
        chmod(folder.path(), "rwxr-xr-x");
        assertNotTrusted();
        chmod(folder.path(), "rwx------");
        chmod(entry, "rwx--x---");
        assertNotTrusted();
    }

    @ParameterizedTest
    @ValueSource(strings = {CacheFolder.CLASSES, CacheFolder.KEY})
    void aFileThatOthersMayWriteIsNotTrusted(String file) throws IOException {
        chmod(entry.resolve(file), "rw--w----");
        assertNotTrusted();
    }

    @ParameterizedTest
    @ValueSource(strings = {CacheFolder.CLASSES, CacheFolder.KEY, ""})
    void aSymbolicLinkIsNotTrusted(String file) throws IOException {
        Path real = entry.resolve(file);
        Path elsewhere = home.resolve("elsewhere");
        Files.move(real, elsewhere);
        Files.createSymbolicLink(real, elsewhere);
        assertNotTrusted();
    }

    @Test
    void aFolderThatIsASymbolicLinkIsNotTrusted() throws IOException {
        Path link = Files.createSymbolicLink(home.resolve("link"), folder.path());
        assertEquals("it is not a folder, or a symbolic link to one", new CacheFolder(link).refusal());
    }

    @Test
    void aFileWithASecondNameIsNotTrusted() throws IOException {
        Files.createLink(home.resolve("second"), classes);
        assertNotTrusted();
    }

    @Test
    void aPipeIsNotTrusted() throws Exception {
        Files.delete(classes);
        assumeTrue(new ProcessBuilder("mkfifo", "-m", "600", classes.toString()).start().waitFor() == 0);
        assertNotTrusted();
    }

    @Test
    void whatBelongsToAnotherUserIsNotTrusted() throws IOException {
        assumeTrue(Files.getAttribute(home, "unix:uid").equals(0), "only root gives files away");
        for (Path each : new Path[] {classes, entry, folder.path(), home}) {
            Files.setAttribute(each, "unix:uid", ANOTHER_USER);
            assertNotTrusted();
            Files.setAttribute(each, "unix:uid", 0);
            assertEquals(Optional.of(classes), folder.find(NAME, KEY));
        }
    }

    @Test
    void useIsNotedOnceAnHour() throws IOException {
        age(entry, Duration.ofMinutes(30));
        FileTime before = Files.getLastModifiedTime(entry);
        folder.touch(classes);
        assertEquals(before, Files.getLastModifiedTime(entry));
        age(entry, Duration.ofMinutes(90));
        folder.touch(classes);
        assertTrue(CacheFolder.isYoung(entry, Duration.ofMinutes(10)));
    }

    @Test
    void aFailureCountsForADay() throws IOException {
        folder.noteFailure(NAME, "cannot record");
        folder.noteFailure(NAME, "cannot record again");
        assertEquals(Optional.of("cannot record again"), folder.failure(NAME));
        age(folder.path().resolve(CacheFolder.FAILED + NAME), Duration.ofHours(25));
        assertEquals(Optional.empty(), folder.failure(NAME));
    }

    @Test
    void aMakerCountsForFiveMinutes() throws IOException {
        assertFalse(folder.isBeingMade(NAME));
        Path making = folder.newFolder(NAME);
        assertTrue(folder.isBeingMade(NAME));
        assertFalse(folder.isBeingMade("00000000"));
        age(making, Duration.ofMinutes(6));
        assertFalse(folder.isBeingMade(NAME));
    }
}
