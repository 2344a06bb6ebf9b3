package io.millrace.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.internal.os.Stat;
import io.millrace.testing.MemoryFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A tmpfs of 8 MiB, mounted for the test; needs root.
class FullFileSystemIT {
    private static final MemoryOptions FITS =
            MemoryOptions.defaults().byteSize(4 << 20).engineByteSize(0).maxRegions(16);

    @Test
    void aFullTmpfsIsOneExceptionAtCreationAndLeavesNoByteBehind() throws Exception {
        Assumptions.assumeTrue(Stat.effectiveUser() == 0, "mounting needs root");
        try (MemoryFolder folder = MemoryFolder.create()) {
            Path mount = Files.createDirectory(folder.file("small"));
            Assumptions.assumeTrue(
                    run("mount", "-t", "tmpfs", "-o", "size=8m", "none", mount.toString()) == 0,
                    "mounting is forbidden");
            try {
                Path file = mount.resolve("test.mill");
                OutOfSpaceException full =
                        assertThrows(OutOfSpaceException.class, () -> SharedMemory.create(file, 64L << 20));
                assertEquals(8 << 20, full.available());
                assertTrue(full.needed() > 64 << 20, full::getMessage);
                SharedMemory.create(file, FITS).close();
                assertThrows(OutOfSpaceException.class, () -> SharedMemory.create(mount.resolve("second.mill"), FITS));
                // the check says there is room, and the allocation itself finds that there is none
                assertThrows(
                        OutOfSpaceException.class,
                        () -> SharedMemory.create(mount.resolve("third.mill"), FITS, descriptor -> Long.MAX_VALUE));
                Files.delete(file);
                SharedMemory.create(file, FITS).delete();
            } finally {
                assertEquals(0, run("umount", mount.toString()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tmpfs", "ramfs"})
    void aFileSystemInMemoryThatNamesNoLimitEndsWhereTheMemoryDoes(String kind) throws Exception {
        Assumptions.assumeTrue(Stat.effectiveUser() == 0, "mounting needs root");
        try (MemoryFolder folder = MemoryFolder.create()) {
            Path mount = Files.createDirectory(folder.file("endless"));
            Assumptions.assumeTrue(
                    run("mount", "-t", kind, "-o", "size=0", "none", mount.toString()) == 0, "mounting is forbidden");
            try {
                Path file = mount.resolve("test.mill");
                OutOfSpaceException full =
                        assertThrows(OutOfSpaceException.class, () -> SharedMemory.create(file, 1L << 50));
                assertTrue(full.available() > 0 && full.available() < 1L << 50, full::getMessage);
                try (SharedMemory memory = SharedMemory.create(file, FITS)) {
                    memory.newByteArray("all", 4 << 20).fill((byte) 1);
                    memory.delete();
                }
            } finally {
                assertEquals(0, run("umount", mount.toString()));
            }
        }
    }

    @Test
    void aReadOnlyMountCanStillBeLookedAt() throws Exception {
        Assumptions.assumeTrue(Stat.effectiveUser() == 0, "mounting needs root");
        try (MemoryFolder folder = MemoryFolder.create()) {
            Path mount = Files.createDirectory(folder.file("small"));
            Assumptions.assumeTrue(
                    run("mount", "-t", "tmpfs", "-o", "size=8m", "none", mount.toString()) == 0,
                    "mounting is forbidden");
            try {
                Path file = mount.resolve("test.mill");
                try (SharedMemory memory = SharedMemory.create(file, FITS)) {
                    memory.newLongValue("v", 5);
                }
                assertEquals(0, run("mount", "-o", "remount,ro", mount.toString()));
                assertTrue(assertThrows(FileAccessException.class, () -> SharedMemory.attach(file))
                        .getMessage()
                        .contains("read-only"));
                try (SharedMemory looker = SharedMemory.attachReadOnly(file)) {
                    assertEquals(5, looker.longValue("v").get());
                }
            } finally {
                assertEquals(0, run("umount", mount.toString()));
            }
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
