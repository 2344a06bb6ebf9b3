package io.millrace.shm.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Every single bit of the header and of one directory entry, every truncation by 512 bytes, and
/// random mutations; more of them with `-Dmillrace.fuzz=COUNT`, others with `-Dmillrace.seed=SEED`.
class FileFuzzIT {
    @Test
    void aDamagedFileGivesATypedErrorOrTheRightDataAndNeverEndsOrHangsTheJvm() {
        int mutations = Integer.getInteger("millrace.fuzz", 10_000);
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        try (MemoryFolder folder = MemoryFolder.create();
                ChildJvm fuzz = ChildJvm.of(FuzzMain.class, folder.file("fuzz.mill"), mutations, seed)
                        .start()) {
            int exit = fuzz.await(Duration.ofMinutes(10).plusMillis(mutations));
            assertEquals(0, exit, () -> "seed " + seed + ": " + fuzz.story());
            System.out.println("fuzz: " + fuzz.receive(Duration.ofSeconds(10)) + ", seed " + seed);
        }
    }
}
