package io.millrace.shm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// More elements than an `int` can count: loaded from a file, read and written at both ends.
class LargeArrayIT {
    private static final long LENGTH = (1L << 31) + 12_345;

    @TempDir private Path folder;

    @Test
    void everythingWorksBeyondTheLargestInt() throws IOException {
        Path path = sparseFile();
        try (SharedMemory memory = SharedMemory.temporary(LENGTH + (1 << 20))) {
            ByteArray bytes = (ByteArray) Npy.load(memory, "large", path);
            assertEquals(LENGTH, bytes.length());
            assertEquals(7, bytes.get(0));
            assertEquals(9, bytes.get(LENGTH - 1));
            assertThrows(IndexOutOfBoundsException.class, () -> bytes.get(LENGTH));

            bytes.set(LENGTH - 2, (byte) -3);
            assertEquals(-3, bytes.getAndAdd(LENGTH - 2, (byte) 4));
            bytes.copyFrom(LENGTH - 5, new byte[] {1, 2, 3}, 0, 3);
            byte[] end = new byte[5];
            bytes.copyTo(LENGTH - 5, end, 0, 5);
            assertEquals("[1, 2, 3, 1, 9]", Arrays.toString(end));

            ByteArray slice = bytes.slice(5, LENGTH).slice(0, LENGTH - 5);
            assertEquals(LENGTH - 5, slice.length());
            assertEquals(9, slice.get(slice.length() - 1));
            slice.slice(slice.length() - 100, slice.length()).fill((byte) 1);
            assertEquals(107, bytes.stream().parallel().asLongStream().sum());

            bytes.slice(1, LENGTH).copyFrom(bytes.slice(0, LENGTH - 1));
            assertEquals(7, bytes.get(1));
            assertEquals(0, bytes.get(LENGTH - 100));
            assertEquals(1, bytes.get(LENGTH - 99));

            var e = assertThrows(IllegalStateException.class, bytes::toArray);
            assertTrue(e.getMessage().contains("slices"), e.getMessage());
        }
    }

    private Path sparseFile() throws IOException {
        String dictionary =
                "{'descr': '|i1', 'fortran_order': False, 'shape': (%d,), }".formatted(LENGTH);
        byte[] header = (dictionary + " ".repeat(117 - dictionary.length()) + "\n").getBytes(
                StandardCharsets.ISO_8859_1);
        ByteBuffer start = ByteBuffer.allocate(129);
        start.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
        start.put(header).put((byte) 7).flip();
        Path path = folder.resolve("large.npy");
        try (FileChannel file =
                FileChannel.open(
                        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(start, 0);
            file.write(ByteBuffer.wrap(new byte[] {9}), 128 + LENGTH - 1);
        }
        return path;
    }
}
