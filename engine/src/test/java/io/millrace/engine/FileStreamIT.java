package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.engine.stream.FileStream;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.internal.os.Stat;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Streams while processes die and disks fill up.
class FileStreamIT {
    private static final int LENGTH = 200_003;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static Path file(MemoryFolder folder, DoubleArray array) throws IOException {
        array.setAll(i -> Math.sqrt(i));
        return Files.write(folder.file("in"), array.segment().toArray(ValueLayout.JAVA_BYTE));
    }

    private static List<String> streams(SharedMemory memory) {
        return memory.regions().stream().map(RegionInfo::name).filter(name -> name.startsWith("stream-")).toList();
    }

    @Test
    void aWorkerThatDiesInAPieceChangesNoBit() throws IOException {
        try (MemoryFolder folder = MemoryFolder.create();
                SharedMemory memory = SharedMemory.create(folder.file("test.mill"), 8L << 20);
                Pool pool = Pool.start(memory, 2)) {
            DoubleArray array = memory.newDoubleArray("in", LENGTH);
            Path in = file(folder, array);
            String died = folder.file("died").toString();
            double once = array.get(LENGTH / 2);
            Reduction own = Reduction.of(0, (a, b) -> a + b * 1.0000001);
            double expected = pool.mapReduce(array, x -> x + 1, own);
            double streamed = pool.stream(in)
                    .memory(FileStream.MIN_MEMORY_BYTES)
                    .doubles()
                    .mapReduce(x -> x == once ? dieOnce(x, died) : x + 1, own);
            assertEquals(expected, streamed);
            assertTrue(Files.exists(Path.of(died)));
            assertEquals(1, pool.stats().workerDeaths());
            assertEquals(List.of(), streams(memory));
        }
    }

    private static double dieOnce(double x, String died) {
        try {
            Files.createFile(Path.of(died));
            Runtime.getRuntime().halt(7);
        } catch (IOException again) {
            // it died before
        }
        return x + 1;
    }

    @Test
    void theBuffersOfADeadProcessAreDropped() throws IOException {
        try (MemoryFolder folder = MemoryFolder.create();
                SharedMemory memory = SharedMemory.create(folder.file("test.mill"), 8L << 20)) {
            Path in = file(folder, memory.newDoubleArray("in", LENGTH));
            try (ChildJvm child = ChildJvm.of(StreamingMain.class, folder.file("test.mill"), in).start()) {
                child.expect("streaming", LIMIT);
                assertEquals(1, streams(memory).size());
                child.kill();
                Await.until("the buffers are dropped", LIMIT, () -> streams(memory).isEmpty());
            }
        }
    }

    @Test
    void aFullDiskIsToldAndLeavesNoOutput() throws Exception {
        Assumptions.assumeTrue(Stat.effectiveUser() == 0, "mounting needs root");
        try (MemoryFolder folder = MemoryFolder.create();
                SharedMemory memory = SharedMemory.temporary(MemoryOptions.defaults().byteSize(8L << 20));
                Pool pool = Pool.start(memory, PoolOptions.defaults().workerKind(WorkerKind.CALLER))) {
            Path in = file(folder, memory.newDoubleArray("in", LENGTH));
            Path mount = Files.createDirectory(folder.file("small"));
            Assumptions.assumeTrue(
                    run("mount", "-t", "tmpfs", "-o", "size=1m", "none", mount.toString()) == 0,
                    "mounting is forbidden");
            try {
                var full = assertThrows(FileAccessException.class, () -> pool.stream(in)
                        .memory(FileStream.MIN_MEMORY_BYTES)
                        .doubles()
                        .map(DoubleUnaryOp.SQUARE, mount.resolve("out")));
                assertTrue(full.getMessage().contains("cannot write: file=" + mount.resolve("out")), full::getMessage);
                try (Stream<Path> left = Files.list(mount)) {
                    assertEquals(List.of(), left.toList());
                }
                assertEquals(List.of(), streams(memory));
            } finally {
                assertEquals(0, run("umount", mount.toString()));
            }
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
