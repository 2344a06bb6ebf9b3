package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.DoubleArray;
import io.millrace.testing.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Arrays beyond 2^31 bytes and beyond 2^31 elements, computed to their last element. Needs 3.3 GB
/// at a time; where the memory is really not there, it is skipped and says so.
@Timeout(300)
class LargeJobIT {
    private static final long BYTES = 3_000_000_000L;
    private static final long DOUBLES = 400_000_000L;
    private static final long NEEDED = 3_500_000_000L;

    @BeforeEach
    void memoryIsThere() throws IOException {
        Path folder;
        try (SharedMemory probe = SharedMemory.temporary(1 << 16)) {
            folder = probe.file().getParent();
        }
        long free = Math.min(Files.getFileStore(folder).getUsableSpace(), availableBytes());
        assumeTrue(free >= NEEDED, () -> "needs %,d free bytes in %s, found %,d".formatted(NEEDED, folder, free));
    }

    /// What the system could give, within the limit of this process's control group.
    private static long availableBytes() throws IOException {
        long available = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(Long.MAX_VALUE);
        Path limit = Path.of("/sys/fs/cgroup/memory.max");
        if (Files.isReadable(limit) && !Files.readString(limit).startsWith("max")) {
            long used = Long.parseLong(Files.readString(limit.resolveSibling("memory.current")).trim());
            available = Math.min(available, Long.parseLong(Files.readString(limit).trim()) - used);
        }
        return available;
    }

    @Test
    void threeBillionBytesAreFilledAndTheirSquaresSummedToTheLast() {
        Path file;
        try (SharedMemory memory = SharedMemory.temporary(BYTES);
                Pool pool = Pool.start(memory, 2)) {
            file = memory.file();
            ByteArray data = memory.newByteArray("data", BYTES);
            pool.fill(data, 3);
            assertEquals(27_000_000_000L, pool.mapReduce(data, LongUnaryOp.SQUARE, Reduction.SUM));
            assertEquals(3, data.get(0));
            assertEquals(3, data.get(BYTES - 1));
            data.set(0, (byte) -5);
            data.set(BYTES - 1, (byte) 11);
            assertEquals(27_000_000_000L + 25 - 9 + 121 - 9, pool.mapReduce(data, LongUnaryOp.SQUARE, Reduction.SUM));
            assertEquals(-5, pool.reduce(data, Reduction.MIN));
            assertEquals(11, pool.reduce(data, Reduction.MAX));
            checkSlices(pool, data);
            assertThrows(IndexOutOfBoundsException.class, () -> data.slice(0, BYTES + 1));
        }
        assertNothingIsLeft(file);
    }

    private static void checkSlices(Pool pool, ByteArray data) {
        assertEquals(3 * (BYTES - 2) - 5 + 11, pool.reduce(data.slice(0, BYTES), Reduction.SUM), "the largest slice");
        assertEquals(3 * (BYTES - 2), pool.reduce(data.slice(1, BYTES - 1), Reduction.SUM));
        ByteArray beyond = data.slice((1L << 31) - 1, BYTES);
        assertEquals(3 * (beyond.length() - 1) + 11, pool.reduce(beyond, Reduction.SUM));
        pool.fill(data.slice(BYTES - 5, BYTES), 1);
        assertEquals(3, data.get(BYTES - 6));
        assertEquals(1, data.get(BYTES - 5));
        assertEquals(1, data.get(BYTES - 1));
    }

    @Test
    void fourHundredMillionDoublesAreSquaredInPlaceAndSummedToTheLast() {
        Path file;
        try (SharedMemory memory = SharedMemory.temporary(DOUBLES * 8);
                Pool pool = Pool.start(memory, 2)) {
            file = memory.file();
            DoubleArray data = memory.newDoubleArray("data", DOUBLES);
            pool.fill(data, 3);
            data.set(0, -5);
            data.set(DOUBLES - 1, 11);
            pool.map(data, DoubleUnaryOp.SQUARE, data);
            assertEquals(25, data.get(0));
            assertEquals(9, data.get(1));
            assertEquals(9, data.get(DOUBLES - 2));
            assertEquals(121, data.get(DOUBLES - 1));
            double sum = 9.0 * (DOUBLES - 2) + 25 + 121;
            assertEquals(sum, pool.reduce(data, Reduction.SUM));
            assertEquals(sum, pool.reduce(data.slice(0, DOUBLES), Reduction.SUM), "the largest slice");
            assertEquals(sum - 25 - 121, pool.reduce(data.slice(1, DOUBLES - 1), Reduction.SUM));
            DoubleArray beyond = data.slice((1L << 28) - 1, DOUBLES);
            assertEquals(9.0 * (beyond.length() - 1) + 121, pool.reduce(beyond, Reduction.SUM));
        }
        assertNothingIsLeft(file);
    }

    private static void assertNothingIsLeft(Path file) {
        assertFalse(Files.exists(file));
        LeakCheck.assertClosed(file.getParent());
    }
}
