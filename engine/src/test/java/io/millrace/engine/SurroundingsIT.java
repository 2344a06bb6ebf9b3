package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pools on machines, in runtimes and by threads that are not the usual ones.
class SurroundingsIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @AfterEach
    void clearTheFlag() {
        Thread.interrupted();
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 64, 100})
    void twoDefaultPoolsFitIntoADefaultFileHoweverManyProcessorsThereAre(int processors) {
        try (ChildJvm child = ChildJvm.of(ManyProcessorsMain.class)
                .flag("-XX:ActiveProcessorCount=" + processors)
                .start()) {
            child.expect("3", LONG);
            assertEquals(0, child.await(LONG), child::story);
        }
    }

    @Test
    void anInterruptedThreadStartsWorkerProcessesAndKeepsItsFlag() {
        try (SharedMemory memory = SharedMemory.temporary(1 << 20)) {
            Thread.currentThread().interrupt();
            try (Pool pool = Pool.start(memory, PoolOptions.defaults().workers(1))) {
                assertTrue(Thread.interrupted(), "the flag is kept");
                DoubleArray ones = memory.newDoubleArray("ones", 10_000);
                pool.forRanges(0, 10_000, (from, to) -> ones.slice(from, to).fill(1));
                assertEquals(1, ones.get(9_999));
            }
            Thread.currentThread().interrupt();
            try (JvmProcess process = JvmProcess.start(memory, () -> {})) {
                assertTrue(Thread.interrupted(), "the flag is kept");
                assertTrue(process.pid() > 0);
            }
        }
    }

    @Test
    void aRuntimeThatCannotReadItsFlagsNamesTheMissingModule(@TempDir Path folder) throws Exception {
        Path image = image(folder.resolve("image"));
        try (ChildJvm child = ChildJvm.of(SmallImageMain.class).javaHome(image).start()) {
            child.expect("caller: 7", LONG);
            String refusal = child.receive(LONG);
            assertTrue(refusal.startsWith("process: MissingJvmFlagException: "), refusal);
            assertTrue(refusal.contains("add --add-modules java.management"), refusal);
            assertEquals(0, child.await(LONG), child::story);
        }
    }

    /// A runtime of a few modules, as `jlink` makes them for programs that are shipped with one.
    private static Path image(Path image) throws IOException, InterruptedException {
        String jlink = Path.of(System.getProperty("java.home"), "bin", "jlink").toString();
        Process linking = new ProcessBuilder(
                        jlink, "--add-modules", "java.base,java.logging,jdk.unsupported", "--output", image.toString())
                .inheritIO()
                .start();
        assertEquals(0, linking.waitFor());
        return image;
    }
}
