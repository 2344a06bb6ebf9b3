package io.millrace.shm.internal.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.file.MappedFile;
import io.millrace.shm.internal.os.Descriptor.Access;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class RowAccessTest {
    /// Code that gets addresses must not begin then: the segments of the regions are closed.
    @Test
    void noRegionCanBeUsedBetweenTheEndOfAnAttachmentAndOfItsMapping() {
        try (SharedMemory memory = SharedMemory.temporary(1 << 16);
                MappedFile file = MappedFile.open(memory.file(), Access.READ)) {
            Directory directory = new Directory(file);
            RowAccess rows = new RowAccess(file, directory);
            MemorySegment row = directory.bytes(0);
            assertEquals(directory.state(0), rows.state(row));
            try (RowAccess.Use _ = rows.close()) {
                assertThrows(IllegalStateException.class, () -> rows.state(row));
                rows.markClosed();
            }
            IllegalStateException closed = assertThrows(IllegalStateException.class, () -> rows.state(row));
            assertTrue(closed.getMessage().contains("memory closed"), closed::getMessage);
        }
    }
}
