package io.millrace.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.internal.layout.FileHeader;
import io.millrace.shm.internal.os.Stat;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One typed error each, naming the path and the cause.
class FileRefusalTest {
    private final MemoryFolder folder = MemoryFolder.create();
    private final Path file = folder.file("test.mill");

    @BeforeEach
    void aGoodFile() {
        SharedMemory.create(file, MemoryOptions.defaults().byteSize(4096).engineByteSize(0).maxRegions(16))
                .close();
    }

    @AfterEach
    void cleanUp() {
        folder.close();
    }

    private <X extends MillraceException> void assertRefused(Class<X> kind, Path path, String cause) {
        X error = assertThrows(kind, () -> SharedMemory.attach(path));
        assertTrue(error.getMessage().contains(path.toString()), error::getMessage);
        assertTrue(error.getMessage().contains(cause), error::getMessage);
        assertThrows(kind, () -> SharedMemory.openOrCreate(path, MemoryOptions.defaults().byteSize(100)));
    }

    /// Overwrites part of the header and makes its checksum right again.
    private void patch(String field, int index, int value) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] header = new byte[(int) FileHeader.BYTE_SIZE];
            raw.readFully(header);
            header[(int) FileHeader.LAYOUT.offset(field) + index] = (byte) value;
            int crc = FileHeader.checksum(MemorySegment.ofArray(header));
            ByteBuffer.wrap(header)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt((int) FileHeader.LAYOUT.offset("crc"), crc);
            raw.seek(0);
            raw.write(header);
        }
    }

    @Test
    void aMissingFile() {
        assertTrue(assertThrows(FileAccessException.class, () -> SharedMemory.attach(folder.file("none")))
                .getMessage()
                .contains("ENOENT"));
    }

    @Test
    void aSymbolicLinkEvenToAGoodFile() throws Exception {
        Path link = Files.createSymbolicLink(folder.file("link.mill"), file);
        assertRefused(FileAccessException.class, link, "symbolic link");
    }

    @Test
    void aDanglingSymbolicLinkIsNotFollowedByCreate() throws Exception {
        Path target = folder.file("target.mill");
        Path link = Files.createSymbolicLink(folder.file("link.mill"), target);
        assertThrows(FileExistsException.class, () -> SharedMemory.create(link, 100));
        assertTrue(Files.notExists(target));
    }

    @Test
    void aSecondHardLink() throws Exception {
        Files.createLink(folder.file("second.mill"), file);
        assertRefused(FileAccessException.class, file, "links=2");
    }

    @Test
    void aPipe() throws Exception {
        Path pipe = folder.file("pipe.mill");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertRefused(FileAccessException.class, pipe, "regular file");
        assertThrows(FileAccessException.class, () -> SharedMemory.attachReadOnly(pipe));
    }

    @Test
    void aFolder() throws Exception {
        Path inner = Files.createDirectory(folder.file("folder.mill"));
        assertRefused(FileAccessException.class, inner, "folder");
        assertThrows(FileAccessException.class, () -> SharedMemory.attachReadOnly(inner));
    }

    @Test
    void aFileThatOthersMayWrite() throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertRefused(FileAccessException.class, file, "others may write");
    }

    @Test
    void aFileThatOthersMayOnlyReadAndSoLockItsBytes() throws Exception {
        for (String permissions : new String[] {"rw-r-----", "rw----r--", "rw---x---"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            assertRefused(FileAccessException.class, file, "chmod 600");
            SharedMemory.attachReadOnly(file).close();
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw----rw-"));
        assertThrows(FileAccessException.class, () -> SharedMemory.attachReadOnly(file));
    }

    @Test
    void aFileInADefaultFolderThatIsOpenToOthersOrALink() throws Exception {
        Path open = Files.createDirectory(folder.file("open"));
        Path moved = Files.move(file, open.resolve("test.mill"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path link = Files.createSymbolicLink(folder.file("link"), folder.path());
        for (Path standard : new Path[] {open, link}) {
            System.setProperty("millrace.folder", standard.toString());
            try {
                Path inside = standard.resolve(moved.getFileName());
                assertRefused(FileAccessException.class, inside, "choose another folder");
                assertThrows(FileAccessException.class, () -> SharedMemory.create(standard.resolve("new.mill"), 100));
                assertTrue(Files.notExists(standard.resolve("new.mill")));
                assertEquals(0, SharedMemory.sweep().size());
            } finally {
                System.clearProperty("millrace.folder");
            }
        }
    }

    @Test
    void aFileWhoseCreatorDiedBetweenItsNamesIsWhole() throws Exception {
        Path second = Files.createLink(folder.file(".123.millrace-new"), file);
        SharedMemory.attach(file).close();
        assertTrue(Files.notExists(second));
        assertTrue(Files.exists(file));
    }

    @Test
    void aFileOfAnotherUser() throws Exception {
        Assumptions.assumeTrue(Stat.effectiveUser() == 0, "only root can give files away");
        Files.setAttribute(file, "unix:uid", 12345);
        assertRefused(FileAccessException.class, file, "owner=12345");
    }

    @Test
    void anEmptyFile() throws Exception {
        Files.write(file, new byte[0]);
        assertRefused(FileFormatException.class, file, "too short");
    }

    @Test
    void aFileThatWasTruncatedOrEnlarged() throws Exception {
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {1, 4095, 4096, 8192, whole.length - 512, whole.length - 1, whole.length + 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused(FileFormatException.class, file, "byteSize=");
            assertThrows(FileFormatException.class, () -> SharedMemory.attachReadOnly(file));
        }
    }

    @Test
    void someOtherFile() throws Exception {
        Files.writeString(file, "x".repeat(10_000));
        assertRefused(FileFormatException.class, file, "not a Millrace file");
    }

    @Test
    void anotherVersion() throws Exception {
        patch("version", 0, FileHeader.VERSION + 1);
        assertRefused(FileFormatException.class, file, "version=5, supported=4");
    }

    @Test
    void theOtherByteOrder() throws Exception {
        for (int index = 0; index < 4; index++) {
            patch("byteOrder", index, index + 1);
        }
        assertRefused(FileFormatException.class, file, "byte order");
    }

    @Test
    void anotherBootUnlessOnlyLookedAt() throws Exception {
        patch("bootLow", 3, 0x55);
        assertRefused(FileFormatException.class, file, "another boot");
        try (SharedMemory looker = SharedMemory.attachReadOnly(file)) {
            assertEquals(0, looker.regions().size());
        }
    }

    @Test
    void partsThatOverlapUnderARightChecksum() throws Exception {
        patch("engineOffset", 5, 1);
        assertRefused(FileFormatException.class, file, "overlap");
    }

    @Test
    void aDefaultFolderThatOthersMayEnter() throws Exception {
        Path open = Files.createDirectory(folder.file("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        System.setProperty("millrace.folder", open.toString());
        try {
            assertThrows(FileAccessException.class, () -> SharedMemory.temporary(100));
        } finally {
            System.clearProperty("millrace.folder");
        }
    }
}
