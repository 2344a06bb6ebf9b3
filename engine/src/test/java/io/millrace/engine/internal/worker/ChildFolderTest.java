package io.millrace.engine.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.LeakCheck;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChildFolderTest {
    private static final List<String> PLACES = List.of("java.io.tmpdir", "millrace.folder");

    private final MemoryFolder base = MemoryFolder.create();
    private final List<String> before = new ArrayList<>();
    private Path temporary;

    @BeforeEach
    void moveToABaseOfItsOwn() throws IOException {
        ChildFolder.removeOwn();
        for (String place : PLACES) {
            before.add(System.getProperty(place));
            System.setProperty(place, Files.createDirectory(base.file(place)).toString());
        }
        temporary = base.file("java.io.tmpdir");
        chmod(base.file("millrace.folder"), "rwx------");
    }

    @AfterEach
    void moveBack() throws IOException {
        ChildFolder.removeOwn();
        for (int index = 0; index < PLACES.size(); index++) {
            if (before.get(index) == null) {
                System.clearProperty(PLACES.get(index));
            } else {
                System.setProperty(PLACES.get(index), before.get(index));
            }
            Files.delete(base.file(PLACES.get(index)));
        }
        base.closeEmpty();
    }

    private static void chmod(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void onlyThisUserCanReadFilesAndTheyAreRemovedWithTheFolder() throws IOException {
        Path one = ChildFolder.own().newFile("crash");
        Path other = ChildFolder.own().newFile("crash");
        ChildFolder.write(one, new byte[] {1, 2});
        assertEquals(2, Files.size(one));
        assertNotEquals(one, other);
        assertEquals(one.getParent(), other.getParent());
        assertEquals(temporary, one.getParent().getParent());
        assertEquals("rw-------", permissions(one));
        assertEquals("rwx------", permissions(one.getParent()));
        ChildFolder.removeOwn();
        assertEquals(List.of(), LeakCheck.files(temporary));
    }

    @Test
    void aFolderThatAnotherProgramRemovedIsMadeAgain() throws IOException {
        Path folder = ChildFolder.own().newFile("crash").getParent();
        for (Path file : LeakCheck.files(folder)) {
            Files.delete(file);
        }
        Files.delete(folder);
        assertNotEquals(folder, ChildFolder.own().newFile("crash").getParent());
    }

    @Test
    void foldersOfDeadProcessesAreRemovedAndThoseOfLivingProcessesAndOtherUsersStay() throws IOException {
        Path dead = Files.createDirectory(temporary.resolve("millrace-jvm-dead"));
        chmod(dead, "rwx------");
        Files.createFile(dead.resolve("lock"));
        Files.writeString(dead.resolve("crash-1"), "secret");
        Path unfinished = Files.createDirectory(temporary.resolve("millrace-jvm-unfinished"));
        chmod(unfinished, "rwx------");
        Path open = Files.createDirectory(temporary.resolve("millrace-jvm-open"));
        chmod(open, "rwxr-xr-x");
        Path kept = Files.createFile(open.resolve("lock"));
        Path target = Files.createDirectory(base.file("target"));
        chmod(target, "rwx------");
        Path precious = Files.createFile(target.resolve("lock"));
        Path link = Files.createSymbolicLink(temporary.resolve("millrace-jvm-link"), target);
        ChildFolder.own();
        assertFalse(Files.exists(dead));
        assertFalse(Files.exists(unfinished));
        assertTrue(Files.exists(kept));
        assertTrue(Files.exists(precious));
        for (Path path : List.of(kept, open, link, precious, target)) {
            Files.delete(path);
        }
    }

    /// Does what a child does when its parent has closed its input but lives.
    @Test
    void theFolderOfALivingParentIsNotSwept() {
        Path file = ChildFolder.own().newFile("arguments");
        System.setProperty("millrace.process.arguments", file.toString());
        try {
            ChildFolder.sweepParents();
            assertTrue(Files.exists(file));
            ChildFolder.forgetArguments();
            assertFalse(Files.exists(file));
        } finally {
            System.clearProperty("millrace.process.arguments");
        }
    }

    @Test
    void theDefaultFolderIsUsedIfOtherUsersCouldRenameTheFolder() throws IOException {
        chmod(temporary, "rwxrwxrwx");
        assertEquals(base.file("millrace.folder"), ChildFolder.own().newFile("crash").getParent().getParent());
    }

    @Test
    void anInterruptedThreadCanMakeFiles() throws IOException {
        Thread.currentThread().interrupt();
        Path file;
        try {
            file = ChildFolder.own().newFile("arguments");
            ChildFolder.write(file, new byte[100]);
        } finally {
            assertTrue(Thread.interrupted());
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            assertEquals(100, channel.size());
        }
    }
}
