package io.millrace.ckernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
        URL packed = URI.create("jar:" + jar.toUri() + "!/libmillrace.so").toURL();
        assertArrayEquals(CONTENT, Files.readAllBytes(opened(packed, file -> file, temporary)));

        Path plain = Files.write(temporary.resolve("lib millrace.so"), CONTENT);
        assertEquals(plain, opened(plain.toUri().toURL(), file -> file, temporary));
    }

    private static Path opened(URL packed, Function<Path, Path> open, Path... folders) throws IOException {
        return LibraryFile.open(packed, "linux-x86_64", List.of(folders), open);
    }

    private URL packed() throws IOException {
        Path jar = temporary.resolve("packed.jar");
        try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            Files.write(zip.getPath("libmillrace.so"), CONTENT);
        }
        return URI.create("jar:" + jar.toUri() + "!/libmillrace.so").toURL();
    }

    private static Path refuseIn(Path file, Path folder) {
        if (file.startsWith(folder)) {
            throw new NativeLibraryException("cannot open: file=" + file, new IllegalArgumentException());
        }
        return file;
    }

    @Test
    void nextFolderServesWhereOneIsNotThereOrIsAnothersOrDoesNotAllowExecution() throws IOException {
        Path missing = temporary.resolve("missing");
        Path taken = Files.createDirectory(temporary.resolve("taken"));
        Path plain = Files.createFile(temporary.resolve("plain"));
        Path noexec = Files.createDirectory(temporary.resolve("noexec"));
        Path good = Files.createDirectory(temporary.resolve("good"));
        Path squatted = LibraryFile.copy(CONTENT, taken).getParent();
        Files.setPosixFilePermissions(squatted, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path opened = opened(packed(), file -> refuseIn(file, noexec), missing, taken, plain, noexec, good);
        assertTrue(opened.startsWith(good), opened.toString());
        assertArrayEquals(CONTENT, Files.readAllBytes(opened));
    }

    @Test
    void whereNoFolderServesEachIsNamedWithItsReason() throws IOException {
        Path missing = temporary.resolve("missing");
        Path noexec = Files.createDirectory(temporary.resolve("noexec"));
        URL packed = packed();
        var thrown = assertThrows(
                NativeLibraryException.class, () -> opened(packed, file -> refuseIn(file, noexec), missing, noexec));
        assertTrue(thrown.getMessage().contains("folder=" + missing), thrown.getMessage());
        assertTrue(thrown.getMessage().contains("cannot open: file=" + noexec), thrown.getMessage());
        assertTrue(thrown.getMessage().endsWith("-Djava.io.tmpdir=FOLDER chooses another folder"), thrown.getMessage());
    }

    @Test
    void anErrorThatIsNotOfTheFolderIsThrownAtOnce() throws IOException {
        Path other = Files.createDirectory(temporary.resolve("other"));
        URL packed = packed();
        var denied = new NativeLibraryException("denied", new IllegalCallerException());
        var thrown = assertThrows(
                NativeLibraryException.class,
                () -> opened(packed, file -> { throw denied; }, temporary, other));
        assertEquals(denied, thrown);
    }

    @Test
    void whatIsEmptyRelativeMissingOrOpenToOthersIsNoChoice() throws IOException {
        Path shared = Files.createDirectory(temporary.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path own = Files.createDirectory(
                temporary.resolve("own"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path memory = Path.of("/dev/shm");
        for (String runtime : List.of("", "relative", temporary + "/missing", shared.toString())) {
            assertEquals(List.of(temporary, memory), LibraryFolders.of(temporary.toString(), runtime, ""));
        }
        assertEquals(
                List.of(temporary, own, memory, shared),
                LibraryFolders.of(temporary.toString(), own.toString(), shared.toString()));
    }

    @Test
    void buildWithoutALibrarySaysSo() {
        var thrown = assertThrows(NativeLibraryException.class, () -> opened(null, file -> file, temporary));
        assertEquals(
                "this build holds no C library: platform=linux-x86_64; build it where a C compiler (cc, gcc or clang)"
                        + " and make are installed",
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
