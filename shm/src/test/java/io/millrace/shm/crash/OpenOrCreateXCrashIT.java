package io.millrace.shm.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.file.FileSweep;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.LeakCheck;
import io.millrace.testing.MemoryFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Eight JVMs open or create the same path again and again, delete it now and then, and are killed
/// at random.
class OpenOrCreateXCrashIT {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final int JVMS = 8;
    private static final int ROUNDS = 200;
    private static final int KILLS = 8;

    @Test
    void eightJvmsOpenOrCreateOnePathTwoHundredTimesWhileSomeAreKilled() throws Exception {
        SplittableRandom random = new SplittableRandom(Long.getLong("millrace.seed", 42));
        try (MemoryFolder folder = MemoryFolder.create()) {
            Path file = folder.file("race.mill");
            List<ChildJvm> children = new ArrayList<>();
            try {
                for (int count = 0; count < JVMS; count++) {
                    children.add(start(file, folder.path()));
                }
                for (int kill = 0; kill < KILLS; kill++) {
                    int deadWorker = random.nextInt(JVMS);
                    for (int line = random.nextInt(1, 4); line > 0; line--) {
                        children.get(deadWorker).receive(LONG);
                    }
                    children.get(deadWorker).close();
                    children.set(deadWorker, start(file, folder.path()));
                }
                for (ChildJvm child : children) {
                    assertEquals(0, child.await(LONG), child::story);
                }
            } finally {
                children.forEach(ChildJvm::close);
            }
            try (SharedMemory memory = SharedMemory.openOrCreate(file, CrashVictim.OPTIONS)) {
                assertEquals(1, memory.processes().size());
            }
            assertTrue(FileSweep.sweep(file, FileSweep.Scope.NOT_PERSISTENT));
            assertEquals(List.of(), folder.names());
        }
    }

    private static ChildJvm start(Path file, Path folder) {
        return ChildJvm.of(OpenOrCreateMain.class, file, ROUNDS)
                .property("millrace.folder", folder)
                .start();
    }

    @Test
    void twoHundredCreationsThatEndInDeathLeaveNothingAfterSweep() throws Exception {
        try (MemoryFolder folder = MemoryFolder.create()) {
            Files.setPosixFilePermissions(
                    folder.path(), PosixFilePermissions.fromString("rwx------"));
            // twenty processes that die with ten files each
            for (int batch = 0; batch < 20; batch += 2) {
                try (ChildJvm one = leaver(folder.path());
                        ChildJvm two = leaver(folder.path())) {
                    one.expect("holding", LONG);
                    two.expect("holding", LONG);
                    one.kill();
                    two.kill();
                }
            }
            // each new temporary file removes those whose makers are dead; the last twenty are left
            List<String> left = folder.names();
            assertEquals(left.size(), FileSweep.sweepFolder(folder.path(), FileSweep.Scope.NOT_PERSISTENT).size());
            assertTrue(left.size() >= 20, left::toString);
            assertEquals(List.of(), folder.names());
            LeakCheck.assertNothingLeft(folder.path());
        }
    }

    private static ChildJvm leaver(Path folder) {
        return ChildJvm.of(HoldTemporariesMain.class, 10)
                .property("millrace.folder", folder)
                .start();
    }
}
