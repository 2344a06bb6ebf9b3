package io.millrace.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.testing.MemoryFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TemporaryTest {
    private static final MemoryOptions SMALL =
            MemoryOptions.defaults().byteSize(4096).engineByteSize(0).maxRegions(16);

    private final MemoryFolder parent = MemoryFolder.create();
    private final Path folder = parent.file("default");

    @BeforeEach
    void useAFolderOfItsOwn() {
        System.setProperty("millrace.folder", folder.toString());
    }

    @AfterEach
    void cleanUp() {
        System.clearProperty("millrace.folder");
        parent.close();
    }

    @Test
    void aTemporaryFileIsRemovedByItsCreatorAndStaysMappedElsewhere() throws Exception {
        SharedMemory memory = SharedMemory.temporary(SMALL);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        memory.newLongValue("v", 9);
        try (SharedMemory other = SharedMemory.attach(memory.file())) {
            memory.close();
            assertFalse(Files.exists(memory.file()));
            assertEquals(9, other.longValue("v").get());
        }
    }

    @Test
    void anAttachedProcessThatLeavesDoesNotTakeTheFileAway() {
        try (SharedMemory memory = SharedMemory.temporary(SMALL)) {
            SharedMemory.attach(memory.file()).close();
            assertTrue(Files.exists(memory.file()));
        }
    }

    @Test
    void sweepRemovesWhatNobodyHoldsAndNothingElse() throws Exception {
        assertEquals(List.of(), SharedMemory.sweep());
        try (SharedMemory held = SharedMemory.temporary(SMALL)) {
            Path left = folder.resolve("left.mill");
            Path kept = folder.resolve("kept.mill");
            Path foreign = folder.resolve("notes.txt");
            Path unfinished = folder.resolve(".x.mill.1.millrace-new");
            SharedMemory.create(left, SMALL).close();
            SharedMemory.create(kept, SMALL.persistent(true)).close();
            Files.writeString(foreign, "not ours");
            Files.writeString(unfinished, "half");
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
            assertEquals(List.of(unfinished, left), SharedMemory.sweep().stream().sorted().toList());
            assertTrue(Files.exists(held.file()));
            assertTrue(Files.exists(kept));
            assertTrue(Files.exists(foreign));
        }
    }
}
