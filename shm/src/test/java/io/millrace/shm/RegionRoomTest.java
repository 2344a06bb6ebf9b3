package io.millrace.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.internal.layout.Geometry;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.message.Codec;
import io.millrace.testing.LeakCheck;
import io.millrace.testing.MemoryFolder;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What fits into a file, and the one number that is told when something does not.
class RegionRoomTest {
    private static final Pattern REMEDY = Pattern.compile("create the file with (byteSize|engineByteSize)=(\\d+)");

    private final MemoryFolder folder = MemoryFolder.create();
    private int files;

    record Point(double x, double y) {}

    @AfterEach
    void nothingIsLeft() {
        folder.close();
        LeakCheck.assertClosed(folder.path());
    }

    private static MemoryOptions options(long byteSize) {
        return MemoryOptions.defaults().byteSize(byteSize).engineByteSize(0).maxRegions(256).populate(false);
    }

    private SharedMemory create(MemoryOptions options) {
        return SharedMemory.create(folder.file("file-" + files++ + ".mill"), options);
    }

    private static long told(OutOfSpaceException full) {
        Matcher remedy = REMEDY.matcher(full.getMessage());
        assertTrue(remedy.find(), full::getMessage);
        return Long.parseLong(remedy.group(2));
    }

    /// Every kind of region, with sizes that are no multiples of anything.
    private static Map<String, Consumer<SharedMemory>> kinds() {
        Map<String, Consumer<SharedMemory>> kinds = new TreeMap<>();
        kinds.put("array", memory -> memory.newDoubleArray("r", 10_001));
        kinds.put("value", memory -> memory.newByteValue("r", (byte) 1));
        kinds.put("struct", memory -> memory.newStructArray("r", Point.class, 77));
        kinds.put("bytes", memory -> memory.newBytes("r", 65_537));
        kinds.put("lock", memory -> memory.newLock("r"));
        kinds.put("lock with a condition", memory -> memory.newLock("r").newCondition("c"));
        kinds.put("read-write lock", memory -> memory.newReadWriteLock("r"));
        kinds.put("semaphore", memory -> memory.newSemaphore("r", 3));
        kinds.put("event", memory -> memory.newEvent("r"));
        kinds.put("barrier", memory -> memory.newBarrier("r", 3));
        kinds.put("queue", memory -> memory.newQueue("r", Codec.utf8()));
        kinds.put("pipe", memory -> memory.newPipe("r", Codec.utf8(), 1000));
        kinds.put("broadcast", memory -> memory.newBroadcast("r", Codec.utf8(), 1000));
        return kinds;
    }

    @Test
    void whatDoesNotFitIsToldWithTheOneByteSizeThatWorksWhateverItsKind() {
        kinds().forEach((kind, make) -> {
            long enough = 0;
            while (!fits(make, enough)) { // a condition needs its lock first: two numbers, one after the other
                long before = enough;
                try (SharedMemory small = create(options(before))) {
                    enough = told(assertThrows(OutOfSpaceException.class, () -> make.accept(small), kind));
                }
                assertTrue(enough > before, kind);
                assertTrue(!fits(make, enough - 1), kind + " fits into less than it was told: " + enough);
            }
        });
    }

    private boolean fits(Consumer<SharedMemory> make, long byteSize) {
        try (SharedMemory memory = create(options(byteSize))) {
            make.accept(memory);
            return true;
        } catch (OutOfSpaceException full) {
            return false;
        }
    }

    @Test
    void aDefaultQueueInAMebibyteNamesItsByteSize() {
        try (SharedMemory memory = create(options(1 << 20))) {
            memory.newLongValue("before", 1);
            OutOfSpaceException full =
                    assertThrows(OutOfSpaceException.class, () -> memory.newQueue("messages", Codec.utf8()));
            long enough = told(full);
            assertEquals(full.needed() + Long.BYTES, enough);
            try (SharedMemory larger = create(options(enough))) {
                larger.newLongValue("before", 1);
                larger.newQueue("messages", Codec.utf8());
                assertEquals(0, larger.freeBytes());
            }
        }
    }

    @Test
    void manyRegionsThatWouldBeginAtPagesFitInTheirSum() {
        long each = 17 * 4096 + 1;
        try (SharedMemory memory = create(options(200 * each))) {
            for (int count = 0; count < 200; count++) {
                memory.newBytes("r" + count, each);
            }
            assertEquals(0, memory.freeBytes());
        }
    }

    @Test
    void moreSmallRegionsThanTheUsualDirectoryHoldsFitInTheirSum() {
        Geometry geometry = Geometry.of(options(5000).maxRegions(5000));
        assertTrue(geometry.fileByteSize() - geometry.userOffset() >= 5000 * 64, geometry::toString);
    }

    @Test
    void aLargeRegionBeginsAtAPageWhereThereIsRoom() {
        try (SharedMemory memory = create(options(1 << 20))) {
            memory.newLongValue("small", 1);
            memory.newBytes("large", 1 << 19);
            assertEquals(0, memory.region("large").orElseThrow().offset() % 4096);
        }
    }

    @Test
    void roomThatIsLeftInPiecesIsNotEnoughAndMoreOfItIs() {
        long piece = 1 << 20;
        try (SharedMemory memory = create(options(5 * piece))) {
            for (int count = 0; count < 5; count++) {
                memory.newBytes("r" + count, piece);
            }
            memory.drop("r0");
            memory.drop("r2");
            long enough = told(assertThrows(OutOfSpaceException.class, () -> memory.newBytes("wide", 2 * piece)));
            assertEquals(7 * piece, enough);
        }
    }

    @Test
    void theErrorOfAPoolThatDoesNotFitNamesTheEngineByteSizeThatWorks() {
        long enough;
        try (SharedMemory memory = create(options(0).engineByteSize(1 << 16))) {
            MemoryAccess.regionsOf(memory).createRegion(engineRegion("a", 50_001));
            enough = told(assertThrows(
                    OutOfSpaceException.class,
                    () -> MemoryAccess.regionsOf(memory).createRegion(engineRegion("b", 100_003))));
        }
        try (SharedMemory memory = create(options(0).engineByteSize(enough))) {
            MemoryAccess.regionsOf(memory).createRegion(engineRegion("a", 50_001));
            MemoryAccess.regionsOf(memory).createRegion(engineRegion("b", 100_003));
        }
    }

    private static RegionRequest engineRegion(String name, long byteSize) {
        return new RegionRequest(name, RegionKind.ENGINE, null, new long[] {byteSize}, byteSize, null);
    }
}
