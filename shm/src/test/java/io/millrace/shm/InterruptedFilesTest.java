package io.millrace.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.Npy;
import io.millrace.testing.LeakCheck;
import io.millrace.testing.MemoryFolder;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A thread whose interrupt flag is set, or that is interrupted at any moment, uses files like any
/// other, keeps its flag, and takes nothing away from other threads.
class InterruptedFilesTest {
    private static final MemoryOptions SMALL =
            MemoryOptions.defaults().byteSize(1 << 16).engineByteSize(0).maxRegions(16);

    private final MemoryFolder folder = MemoryFolder.create();
    private final Path file = folder.file("test.mill");

    @BeforeEach
    void useADefaultFolderOfItsOwn() {
        System.setProperty("millrace.folder", folder.file("default").toString());
    }

    @AfterEach
    void nothingIsLeft() {
        Thread.interrupted();
        System.clearProperty("millrace.folder");
        folder.close();
        LeakCheck.assertClosed(folder.path());
    }

    private static void interrupted(Runnable call) {
        Thread.currentThread().interrupt();
        call.run();
        assertTrue(Thread.interrupted(), "the flag is kept");
    }

    @Test
    void everyDoorWorksAndKeepsTheFlag() {
        interrupted(() -> SharedMemory.create(file, SMALL).close());
        interrupted(() -> SharedMemory.attach(file).close());
        interrupted(() -> SharedMemory.attachReadOnly(file).close());
        interrupted(() -> SharedMemory.openOrCreate(file, SMALL).close());
        interrupted(() -> SharedMemory.openOrCreate(folder.file("other.mill"), SMALL).close());
        interrupted(() -> SharedMemory.temporary(SMALL).close());
        interrupted(() -> assertEquals(0, SharedMemory.sweep().size()));
        interrupted(() -> SharedMemory.attach(file).delete());
    }

    @Test
    void npyFilesAreWrittenAndReadAndLookedAt() {
        Path npy = folder.file("numbers.npy");
        try (SharedMemory memory = SharedMemory.create(file, SMALL)) {
            DoubleArray numbers = memory.newDoubleArray("numbers", 1000);
            numbers.setAll(index -> index);
            interrupted(() -> Npy.save(numbers, npy));
            interrupted(() -> assertEquals(8000, Npy.inspect(npy).byteSize()));
            interrupted(() -> Npy.load(memory, "again", npy));
            assertEquals(999, memory.doubleArray("again").get(999));
            interrupted(memory::force);
        }
    }

    @Test
    void anInterruptAtAnyMomentHarmsNoOtherThread() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (SharedMemory shared = SharedMemory.create(file, SMALL)) {
            Thread deadWorker = Thread.currentThread();
            Thread other = Thread.ofPlatform().start(() -> {
                while (!done.get()) {
                    deadWorker.interrupt();
                    Thread.onSpinWait();
                }
            });
            try {
                for (int round = 0; round < 30; round++) {
                    SharedMemory.attach(file).close();
                    SharedMemory.temporary(SMALL).close();
                }
            } finally {
                done.set(true);
                while (other.isAlive()) {
                    Thread.interrupted();
                    Thread.onSpinWait();
                }
                Thread.interrupted();
            }
            shared.newLock("lock").lock();
            shared.newLongValue("value", 7);
            try (SharedMemory again = SharedMemory.attach(file)) {
                assertEquals(7, again.longValue("value").get());
                assertEquals(2, again.processes().size());
            }
        }
    }
}
