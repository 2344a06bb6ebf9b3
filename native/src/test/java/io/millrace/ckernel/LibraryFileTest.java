package io.millrace.ckernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LibraryFileTest {
    private static final byte[] CONTENT = {1, 2, 3};

    @TempDir
    private Path temporary;

    @BeforeEach
    void onlyOnLinux() {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "copies are made on Linux alone");
    }

    @Test
    void copyIsMadeInAFolderOfTheUserAlone() throws IOException {
        Path copy = LibraryFile.copy(CONTENT, temporary);
        assertArrayEquals(CONTENT, Files.readAllBytes(copy));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.getParent())));
        assertEquals(List.of(copy), files(copy.getParent()));
    }

    @Test
    void copyIsUsedAgain() throws IOException {
        Path copy = LibraryFile.copy(CONTENT, temporary);
        Object before = Files.getAttribute(copy, "unix:ino");
        assertEquals(copy, LibraryFile.copy(CONTENT, temporary));
        assertEquals(before, Files.getAttribute(copy, "unix:ino"));
    }

    @Test
    void tamperedCopyIsReplacedAndNeverUsed() throws IOException {
        Path copy = LibraryFile.copy(CONTENT, temporary);
        Files.write(copy, new byte[] {1, 2, 4});
        assertArrayEquals(CONTENT, Files.readAllBytes(LibraryFile.copy(CONTENT, temporary)));
        assertEquals(List.of(copy), files(copy.getParent()));
    }

    @Test
    void symbolicLinkInPlaceOfTheCopyIsReplaced() throws IOException {
        Path copy = LibraryFile.copy(CONTENT, temporary);
        Path elsewhere = Files.move(copy, temporary.resolve("elsewhere"));
        Files.createSymbolicLink(copy, elsewhere);
        assertTrue(Files.isRegularFile(LibraryFile.copy(CONTENT, temporary).toRealPath()));
        assertEquals(copy.toRealPath(), copy.getParent().toRealPath().resolve(copy.getFileName()));
    }

    @Test
    void anotherContentHasAnotherName() throws IOException {
        assertNotEquals(LibraryFile.copy(CONTENT, temporary), LibraryFile.copy(new byte[] {4}, temporary));
    }

    @Test
    void folderOpenToOthersIsRefused() throws IOException {
        Path folder = LibraryFile.copy(CONTENT, temporary).getParent();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        var thrown = assertThrows(NativeLibraryException.class, () -> LibraryFile.copy(CONTENT, temporary));
        assertTrue(thrown.getMessage().contains("is not safe"), thrown.getMessage());
        assertTrue(thrown.getMessage().contains(folder.toString()), thrown.getMessage());
    }

    @Test
    void symbolicLinkInPlaceOfTheFolderIsRefused() throws IOException {
        Path folder = LibraryFile.copy(CONTENT, temporary).getParent();
        Path elsewhere = Files.move(folder, temporary.resolve("elsewhere"));
        Files.createSymbolicLink(folder, elsewhere);
        assertThrows(NativeLibraryException.class, () -> LibraryFile.copy(CONTENT, temporary));
    }

    @Test
    void libraryInsideAJarIsCopiedAndThatBesideClassesIsNot() throws IOException {
        Path jar = temporary.resolve("some.jar");
        try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            Files.write(zip.getPath("libmillrace.so"), CONTENT);
        }
        Path copied = LibraryFile.locate(
                URI.create("jar:" + jar.toUri() + "!/libmillrace.so").toURL(), "linux-x86_64", temporary);
        assertArrayEquals(CONTENT, Files.readAllBytes(copied));

        Path plain = Files.write(temporary.resolve("lib millrace.so"), CONTENT);
        assertEquals(plain, LibraryFile.locate(plain.toUri().toURL(), "linux-x86_64", temporary));
    }

    @Test
    void buildWithoutALibrarySaysSo() {
        var thrown = assertThrows(
                NativeLibraryException.class, () -> LibraryFile.locate(null, "linux-x86_64", temporary));
        assertEquals(
                "this build holds no C library: platform=linux-x86_64; build it where a C compiler (cc, gcc or clang) and make are installed",
                thrown.getMessage());
    }

    @Test
    void otherSystemsAreNamed() {
        assertEquals("linux-x86_64", LibraryFile.platform("Linux", "amd64"));
        assertEquals("linux-aarch64", LibraryFile.platform("Linux", "aarch64"));
        for (String system : List.of("Mac OS X", "Windows 11", "Linux")) {
            var thrown = assertThrows(NativeLibraryException.class, () -> LibraryFile.platform(system, "riscv64"));
            assertTrue(thrown.getMessage().contains("system=" + system + ", machine=riscv64"), thrown.getMessage());
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
