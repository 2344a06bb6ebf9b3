package io.millrace.shm.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.MillraceException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionExistsException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.internal.layout.MapHeader;
import io.millrace.shm.internal.layout.MapStripe;
import io.millrace.shm.internal.layout.Words;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.message.Codec;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What a map says to misuse, after a drop or a close, and of damaged words.
class SharedMapRefusalTest extends MapBed {
    @Test
    void misuseIsRefusedWithAReason() {
        SharedMap<String, String> map = texts(8);
        assertThrows(NullPointerException.class, () -> map.put(null, "1"));
        assertThrows(NullPointerException.class, () -> map.put("a", null));
        assertThrows(NullPointerException.class, () -> map.get(null));
        assertThrows(NullPointerException.class, () -> map.merge("a", null, String::concat));
        assertThrows(NullPointerException.class, () -> map.compute("a", null));
        assertThrows(WrongRegionTypeException.class, () -> memory.map("texts", Codec.bytes(), Codec.utf8()));
        assertThrows(WrongRegionTypeException.class, () -> memory.map("texts", Codec.utf8(), Codec.any()));
        assertThrows(WrongRegionTypeException.class, () -> memory.queue("texts", Codec.utf8()));
        assertThrows(RegionExistsException.class, () -> texts(8));
        assertThrows(
                WrongRegionTypeException.class,
                () -> memory.openOrNewMap("texts", Codec.utf8(), Codec.utf8(), MapOptions.defaults()));
        assertThrows(IllegalArgumentException.class, () -> MapOptions.defaults().maxEntries(0));
        assertThrows(IllegalArgumentException.class, () -> MapOptions.defaults().maxKeyByteSize(-1));
        assertThrows(IllegalArgumentException.class, () -> MapOptions.defaults().maxValueByteSize(-1));
    }

    @Test
    void whatIsTooLargeIsRefusedToWritersAndAbsentToReaders() {
        SharedMap<String, String> map = texts(8);
        String large = "x".repeat(65);
        MessageTooLargeException key = assertThrows(MessageTooLargeException.class, () -> map.put(large, "1"));
        assertEquals(
                "the key does not fit: map=texts, maxKeyByteSize=32 bytes; make the map with a larger"
                        + " maxKeyByteSize, or put the data into an array and its handle into the map",
                key.getMessage());
        MessageTooLargeException value = assertThrows(MessageTooLargeException.class, () -> map.put("a", large));
        assertTrue(value.getMessage().startsWith("the value does not fit: map=texts, maxValueByteSize=64 bytes;"));
        map.put("a", "1");
        assertThrows(MessageTooLargeException.class, () -> map.merge("a", "y".repeat(64), String::concat));
        assertEquals("1", map.get("a"));
        assertNull(map.get(large));
        assertNull(map.remove(large));
        assertNull(map.replace(large, "1"));
        assertFalse(map.containsKey(large));
        assertNoRowIsLost(map, "v");
    }

    @Test
    void afterADropEveryCallSaysSo() {
        SharedMap<String, String> map = texts(8);
        memory.drop("texts");
        assertThrows(RegionDroppedException.class, () -> map.get("a"));
        assertThrows(RegionDroppedException.class, () -> map.put("a", "1"));
        assertThrows(RegionDroppedException.class, () -> map.merge("a", "1", String::concat));
        assertThrows(RegionDroppedException.class, map::size);
        assertThrows(RegionDroppedException.class, map::keys);
        assertThrows(RegionDroppedException.class, map::clear);
        assertEquals(0, texts(8).size());
    }

    @Test
    void afterACloseEveryCallSaysSo() {
        texts(8);
        SharedMemory other = SharedMemory.attach(memory.file());
        SharedMap<String, String> map = other.map("texts", Codec.utf8(), Codec.utf8());
        other.close();
        assertThrows(IllegalStateException.class, () -> map.get("a"));
        assertThrows(IllegalStateException.class, () -> map.put("a", "1"));
        assertThrows(IllegalStateException.class, map::size);
    }

    private MemorySegment segment() {
        return MemoryAccess.regionsOf(memory).openRegion("texts", RegionKind.MAP).segment();
    }

    @Test
    void aDamagedHeaderIsRefused() {
        texts(8);
        segment().set(Words.INT, MapHeader.LAYOUT.offset("bucketCount"), 3);
        try (SharedMemory other = SharedMemory.attach(memory.file())) {
            assertThrows(FileFormatException.class, () -> other.map("texts", Codec.utf8(), Codec.utf8()));
        }
    }

    @Test
    void linksInACircleEndInAnException() {
        SharedMap<String, String> map = texts(1);
        map.put("a", "1");
        MemorySegment region = segment();
        long firstRow = region.byteSize() - 2 * (24 + 32 + 64);
        for (long row = firstRow; row < region.byteSize(); row += 24 + 32 + 64) {
            region.set(Words.INT, row + 8, 2);
        }
        assertThrows(FileFormatException.class, () -> map.get("b"));
        assertThrows(FileFormatException.class, () -> map.put("b", "1"));
        assertThrows(FileFormatException.class, map::keys);
        assertEquals("1", map.get("a"));
    }

    /// Whatever stands in the file, a call returns or throws; none hangs, and none writes outside.
    @Test
    void randomDamageEndsInAValueOrAnException() {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            SharedMap<String, String> map = memory.newMap("texts", Codec.utf8(), Codec.utf8(), small(16));
            for (int number = 0; number < 8; number++) {
                map.put("k" + number, "v");
            }
            MemorySegment region = segment();
            long from = MapStripe.offset(2);
            for (int word = 0; word < 20; word++) {
                long offset = from + 4 * random.nextLong((region.byteSize() - from) / 4);
                region.set(Words.INT, offset, random.nextInt(-2, 40));
            }
            for (int number = 0; number < 12; number++) {
                String key = "k" + number;
                attempt(() -> map.get(key), seed, round);
                attempt(() -> map.put(key, "w"), seed, round);
                attempt(() -> map.remove(key), seed, round);
            }
            attempt(map::entries, seed, round);
            attempt(map::clear, seed, round);
            memory.drop("texts");
        }
    }

    private static void attempt(Runnable call, long seed, int round) {
        try {
            call.run();
        } catch (MillraceException refused) {
            assertFalse(refused.getMessage().isEmpty(), () -> "seed " + seed + ", round " + round);
        }
    }
}
