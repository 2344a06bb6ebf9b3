package io.millrace.shm.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.os.OpenDescriptor;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.testing.MemoryFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A file that the parent has open, here this process itself.
class OpenFileTest {
    private final MemoryFolder folder = MemoryFolder.create();
    private final Path path = folder.file("a.mill");
    private SharedMemory parent;

    @BeforeEach
    void makeFile() {
        parent = SharedMemory.create(path, 1 << 16);
        parent.newLongArray("numbers", 4).set(2, 7);
    }

    @AfterEach
    void nothingIsLeft() {
        parent.delete();
        folder.closeEmpty();
    }

    private static OpenFile through(OpenFile file, long pid, int number) {
        OpenDescriptor open = file.open();
        return new OpenFile(file.path(), new OpenDescriptor(pid, number, open.device(), open.inode()), file.id());
    }

    private static void assertAttaches(OpenFile file) {
        try (SharedMemory child = MemoryAccess.attach(SharedMemory.class, file, "process", "child")) {
            assertEquals(7, child.longArray("numbers").get(2));
            assertEquals(2, child.processes().size());
        }
    }

    @Test
    void anOpenFileIsWrittenAsOneWordAndReadBack() {
        OpenFile file = MemoryAccess.regionsOf(parent).openFile();
        assertEquals(file, OpenFile.of(path, file.word()));
        assertThrows(IllegalArgumentException.class, () -> OpenFile.of(path, "1:2:3"));
    }

    @Test
    void aFileIsReachedWithoutANameAndUnderAnotherName() throws Exception {
        OpenFile file = MemoryAccess.regionsOf(parent).openFile();
        assertAttaches(file);
        Files.move(path, folder.file("b.mill"));
        assertAttaches(file);
        Files.delete(folder.file("b.mill"));
        assertAttaches(file);
        assertEquals(1, parent.processes().size());
    }

    /// Another number, another file under that number, a process that is not there.
    @Test
    void whereTheSystemDoesNotShowItTheNameLeadsToIt() {
        OpenFile file = MemoryAccess.regionsOf(parent).openFile();
        assertAttaches(through(file, file.open().pid(), 1 << 20));
        assertAttaches(through(file, file.open().pid(), 0));
        assertAttaches(through(file, Integer.MAX_VALUE, file.open().number()));
    }

    @Test
    void withoutAPathAndUnderAForeignFileAnOpenFileIsRefused() throws Exception {
        OpenFile hidden = through(MemoryAccess.regionsOf(parent).openFile(), Integer.MAX_VALUE, 1);
        Files.delete(path);
        FileAccessException gone =
                assertThrows(FileAccessException.class,
                        () -> MemoryAccess.attach(SharedMemory.class, hidden, "process", "child"));
        assertTrue(gone.getMessage().contains("found=nothing"), gone::getMessage);
        try (SharedMemory foreign = SharedMemory.create(path, 1 << 16)) {
            FileAccessException another =
                    assertThrows(FileAccessException.class,
                            () -> MemoryAccess.attach(SharedMemory.class, hidden, "process", "child"));
            assertTrue(another.getMessage().contains("found=" + foreign.id()), another::getMessage);
            assertEquals(1, foreign.processes().size());
            foreign.delete();
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void aClosedMemoryHasNothingOpen() {
        SharedMemory own = SharedMemory.attach(path);
        own.close();
        IllegalStateException closed =
                assertThrows(IllegalStateException.class, () -> MemoryAccess.regionsOf(own).openFile());
        assertTrue(closed.getMessage().contains("memory closed: file=" + path), closed::getMessage);
    }
}
