package io.millrace.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.shm.SharedMemory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeakCheckTest {
    @Test
    void seesWhatTheMakerOfAFileHasOpenAndMapped() {
        MemoryFolder folder = MemoryFolder.create();
        try (SharedMemory memory = SharedMemory.create(folder.file("made.mill"), 1 << 16)) {
            assertFalse(LeakCheck.mappings(folder.path()).isEmpty());
            assertFalse(LeakCheck.descriptors(folder.path()).isEmpty());
            assertEquals(List.of(memory.file()), LeakCheck.files(folder.path()));
        }
        LeakCheck.assertClosed(folder.path());
        assertThrows(AssertionError.class, () -> folder.closeEmpty(Duration.ZERO));
        assertFalse(Files.exists(folder.path()));
    }
}
