package io.millrace.shm.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.internal.os.Stat;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DefaultFolderTest {
    private static final int USER = Stat.effectiveUser();
    private static final String NAME = "millrace-" + USER;

    private final MemoryFolder folder = MemoryFolder.create();

    @AfterEach
    void cleanUp() {
        folder.close();
    }

    private Path make(String name, String permissions) throws IOException {
        Path made = Files.createDirectory(folder.file(name));
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));
        return made;
    }

    private static FolderChoices choices(String chosen, String runtime) {
        return new FolderChoices(chosen, Path.of("/memory"), runtime, "/temporary", USER);
    }

    @Test
    void whatIsEmptyBlankOrNotSetIsNoChoice() {
        List<Path> usual = List.of(Path.of("/memory", NAME), Path.of("/temporary", NAME));
        for (String nothing : new String[] {null, "", " "}) {
            assertEquals(usual, choices(nothing, nothing).paths());
        }
    }

    @Test
    void theRuntimeFolderCountsOnlyIfItIsAnAbsolutePathToAFolderOfThisUserAlone() throws Exception {
        Path own = make("own", "rwx------");
        Path open = make("open", "rwxr-xr-x");
        Path file = Files.createFile(folder.file("file"));
        Path link = Files.createSymbolicLink(folder.file("link"), own);
        assertEquals(own.resolve(NAME), choices(null, own.toString()).paths().get(1));
        for (Path none : List.of(Path.of("relative"), Path.of("."), open, file, link, folder.file("missing"))) {
            assertEquals(2, choices(null, none.toString()).paths().size(), none.toString());
        }
    }

    @Test
    void aChosenFolderIsTheOnlyOne() {
        assertEquals(List.of(Path.of("/chosen")), choices("/chosen", null).paths());
        assertEquals(List.of(Path.of("chosen").toAbsolutePath()), choices("chosen", null).paths());
    }

    @Test
    void theNextChoiceServesWhereOneIsAnothersOrNoFolderOrCannotBeMade() throws Exception {
        Path open = make("open", "rwxrwxrwx");
        Path file = Files.createFile(folder.file("file"));
        Path link = Files.createSymbolicLink(folder.file("link"), make("target", "rwx------"));
        Path below = folder.file("missing").resolve("below");
        Path good = folder.file("good");
        assertEquals(good, DefaultFolder.prepare(List.of(open, file, link, below, file.resolve("below"), good)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(good)));
        assertEquals(good, DefaultFolder.prepare(List.of(good, open)));
    }

    @Test
    void aFolderOfAnotherUserIsPassedOver() throws Exception {
        Path foreign = make("foreign", "rwx------");
        // in the name of root, who can give it away; of anybody else, root's own serves
        Path anothers = USER == 0 ? Files.setAttribute(foreign, "unix:uid", 12345) : Path.of("/root");
        Path good = folder.file("good");
        assertEquals(good, DefaultFolder.prepare(List.of(anothers, good)));
    }

    @Test
    void whereNoneServesEachIsNamedWithARemedyThatThisUserCanDo() throws Exception {
        Path open = make("open", "rwxrwxrwx");
        Path below = folder.file("missing").resolve("below");
        String message = assertThrows(FileAccessException.class, () -> DefaultFolder.prepare(List.of(open, below)))
                .getMessage();
        assertTrue(message.contains("path=" + open + ", others may enter it, mode=777"), message);
        assertTrue(message.contains("path=" + below + ", it cannot be created"), message);
        assertTrue(message.endsWith("-Dmillrace.folder=PATH"), message);
    }

    @Test
    void theNameOfADefaultFolderIsThatOfAnyUserInAnyOfItsPlaces() {
        FolderChoices choices = choices(null, null);
        assertTrue(choices.hasNameOf(Path.of("/memory", NAME)));
        assertTrue(choices.hasNameOf(Path.of("/memory/millrace-54329")));
        assertTrue(choices.hasNameOf(Path.of("/temporary/millrace-54329")));
        assertFalse(choices.hasNameOf(Path.of("/memory")));
        assertFalse(choices.hasNameOf(Path.of("/memory/millrace-mine")));
        assertFalse(choices.hasNameOf(Path.of("/elsewhere/millrace-54329")));
    }
}
