package io.millrace.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Regions are dropped while other processes read them: those see the old numbers or the exception,
/// never the numbers of a later region.
class DropWhileReadingIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int ROUNDS = 20;

    @Test
    void readersOfADroppedRegionSeeOldNumbersOrTheExceptionOnly() {
        try (MemoryFolder folder = MemoryFolder.create()) {
            Path file = folder.file("drop.mill");
            List<ChildJvm> readers = new ArrayList<>();
            try (SharedMemory memory = SharedMemory.create(
                    file, MemoryOptions.defaults().byteSize(1 << 20).engineByteSize(0).maxRegions(16))) {
                for (int count = 0; count < 3; count++) {
                    readers.add(ChildJvm.of(DropReaderMain.class, file).start());
                    readers.getLast().expect("attached", LONG);
                }
                for (long round = 1; round <= ROUNDS; round++) {
                    memory.newLongArray("data", 1 << 17).fill(round);
                    for (ChildJvm reader : readers) {
                        reader.send("read " + round);
                        reader.expect("reading", LONG);
                    }
                    memory.drop("data");
                }
                readers.forEach(reader -> reader.send("end"));
                for (ChildJvm reader : readers) {
                    assertEquals(0, reader.await(LONG), reader::story);
                }
                assertEquals(1 << 20, memory.freeBytes());
            } finally {
                readers.forEach(ChildJvm::close);
            }
        }
    }
}
