package io.millrace.shm.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.map.KeyHash;
import io.millrace.shm.internal.map.MapViews;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.message.Codec;
import io.millrace.shm.view.MapView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// One process: what each call of a map does.
class SharedMapTest extends MapBed {
    @Test
    void entriesArePutReadReplacedAndRemoved() {
        SharedMap<String, String> map = texts(8);
        assertNull(map.get("a"));
        assertNull(map.put("a", "1"));
        assertEquals("1", map.put("a", "2"));
        assertEquals("2", map.get("a"));
        assertEquals("2", map.getOrDefault("a", "x"));
        assertEquals("x", map.getOrDefault("b", "x"));
        assertTrue(map.containsKey("a"));
        assertFalse(map.containsKey("b"));
        assertEquals("2", map.putIfAbsent("a", "3"));
        assertNull(map.putIfAbsent("b", "3"));
        assertEquals(2, map.size());
        assertEquals("2", map.remove("a"));
        assertNull(map.remove("a"));
        assertEquals(1, map.size());
        map.clear();
        assertTrue(map.isEmpty());
        assertNull(map.get("b"));
        assertNoRowIsLost(map, "v");
    }

    @Test
    void conditionalCallsCompareBytes() {
        SharedMap<String, String> map = texts(8);
        assertNull(map.replace("a", "1"));
        assertFalse(map.replace("a", "1", "2"));
        assertFalse(map.remove("a", "1"));
        assertTrue(map.isEmpty());
        map.put("a", "1");
        assertEquals("1", map.replace("a", "2"));
        assertFalse(map.replace("a", "1", "3"));
        assertTrue(map.replace("a", "2", "3"));
        assertTrue(map.replace("a", "3", "3"));
        assertFalse(map.remove("a", "2"));
        assertTrue(map.remove("a", "3"));
        assertTrue(map.isEmpty());
        assertNoRowIsLost(map, "v");
    }

    @Test
    void functionsComputeTheNextValue() {
        SharedMap<String, Long> map = memory.newMap(Codec.utf8(), Codec.any(), small(8));
        assertEquals(1, map.merge("a", 1L, Long::sum));
        assertEquals(3, map.merge("a", 2L, Long::sum));
        assertNull(map.merge("a", 2L, (old, more) -> null));
        assertNull(map.computeIfPresent("a", (key, old) -> old + 1));
        assertNull(map.computeIfAbsent("a", key -> null));
        assertEquals(7, map.computeIfAbsent("a", key -> 7L));
        assertEquals(7, map.computeIfAbsent("a", key -> 8L));
        assertEquals(8, map.computeIfPresent("a", (key, old) -> old + 1));
        assertEquals(9, map.compute("a", (key, old) -> old + 1));
        assertNull(map.compute("b", (key, old) -> {
            assertNull(old);
            return null;
        }));
        assertEquals(List.of("a"), map.keys());
        assertNull(map.computeIfPresent("a", (key, old) -> null));
        assertTrue(map.isEmpty());
    }

    @Test
    void aMutableValueThatAFunctionChangesInPlaceIsStored() {
        SharedMap<String, List<String>> map = memory.newMap(Codec.utf8(), Codec.any(), small(8));
        for (String item : List.of("x", "y")) {
            map.compute("list", (key, old) -> {
                List<String> list = old == null ? new ArrayList<>() : old;
                list.add(item);
                return list;
            });
        }
        assertEquals(List.of("x", "y"), map.get("list"));
    }

    @Test
    void aFunctionThatThrowsChangesNothing() {
        SharedMap<String, String> map = texts(8);
        map.put("a", "1");
        assertThrows(ArithmeticException.class, () -> map.compute("a", (key, old) -> {
            throw new ArithmeticException();
        }));
        assertEquals("1", map.get("a"));
        assertEquals("12", map.merge("a", "2", String::concat));
        assertNoRowIsLost(map, "v");
    }

    @Test
    void aFunctionMustNotUseItsMap() {
        SharedMap<String, String> map = texts(1024);
        SharedMap<String, String> same = memory.map("texts", Codec.utf8(), Codec.utf8());
        for (String other : List.of("a", "b", "c")) {
            assertThrows(IllegalStateException.class, () -> map.compute("a", (key, old) -> map.get(other)));
            assertThrows(IllegalStateException.class, () -> map.compute("a", (key, old) -> same.put(other, "1")));
            assertThrows(IllegalStateException.class, () -> map.compute("a", (key, old) -> same.keys().toString()));
        }
        assertTrue(map.isEmpty());
        SharedMap<String, String> another = memory.newMap(Codec.utf8(), Codec.utf8(), small(8));
        assertEquals("2", map.compute("a", (key, old) -> {
            another.put("x", "2");
            return another.get("x");
        }));
    }

    @Test
    void aFullMapStillReplacesAndHasRoomAfterARemoval() {
        for (int maxEntries : new int[] {1, 2, 7, 16, 100}) {
            SharedMap<String, String> map = memory.newMap(Codec.utf8(), Codec.utf8(), small(maxEntries));
            assertNoRowIsLost(map, "v");
            OutOfSpaceException full = assertThrows(OutOfSpaceException.class, () -> map.put("another", "v"));
            assertEquals(
                    "the map is full: map=%s, maxEntries=%s; remove entries, or make the map with a larger maxEntries"
                            .formatted(map.name(), maxEntries),
                    full.getMessage());
            assertThrows(OutOfSpaceException.class, () -> map.putIfAbsent("another", "v"));
            assertThrows(OutOfSpaceException.class, () -> map.merge("another", "v", String::concat));
            assertEquals("v", map.remove("fill-0"));
            assertTrue(map.tryPut("another", "v"));
            assertEquals(maxEntries, map.size());
        }
    }

    @Test
    void keysAndValuesOfEverySizeAreKept() {
        SharedMap<byte[], byte[]> map = memory.newMap(Codec.bytes(), Codec.bytes(), new MapOptions(64, 13, 21));
        for (int size = 0; size <= 13; size++) {
            map.put(new byte[size], new byte[size + 8]);
        }
        assertEquals(14, map.size());
        for (int size = 0; size <= 13; size++) {
            assertArrayEquals(new byte[size + 8], map.get(new byte[size]));
            assertArrayEquals(new byte[size + 8], map.remove(new byte[size]));
        }
        assertTrue(map.isEmpty());
    }

    @Test
    void theHashIsTheOneOfTheFormat() {
        assertEquals(0xefd01f60ba992926L, KeyHash.of(new byte[5], 0));
        assertEquals(0x82a2a958a9bece5bL, KeyHash.of(new byte[] {'a', 1}, 1));
    }

    @Test
    void copiesAndForEachShowEachEntryOnce() {
        SharedMap<String, String> map = texts(500);
        Map<String, String> expected = new HashMap<>();
        for (int number = 0; number < 400; number++) {
            map.put("key-" + number, "value-" + number);
            expected.put("key-" + number, "value-" + number);
        }
        Map<String, String> seen = new HashMap<>();
        map.forEach((key, value) -> assertNull(seen.put(key, value)));
        assertEquals(expected, seen);
        assertEquals(400, map.keys().size());
        assertEquals(expected.keySet(), Map.copyOf(expected).keySet());
        assertEquals(400, map.entries().size());
        assertTrue(map.entries().stream().allMatch(entry -> entry.getValue().equals(expected.get(entry.getKey()))));
    }

    @Test
    void randomCallsDoWhatAHashMapDoes() {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        SharedMap<String, String> map = texts(40);
        SharedMap<String, String> other = memory.map("texts", Codec.utf8(), Codec.utf8());
        Map<String, String> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            String key = "k" + random.nextInt(40);
            String value = "v" + random.nextInt(3);
            SharedMap<String, String> handle = random.nextBoolean() ? map : other;
            String told = "seed " + seed + ", step " + step;
            switch (random.nextInt(9)) {
                case 0 -> assertEquals(model.put(key, value), handle.put(key, value), told);
                case 1 -> assertEquals(model.remove(key), handle.remove(key), told);
                case 2 -> assertEquals(model.putIfAbsent(key, value), handle.putIfAbsent(key, value), told);
                case 3 -> assertEquals(model.remove(key, value), handle.remove(key, value), told);
                case 4 -> assertEquals(model.replace(key, value), handle.replace(key, value), told);
                case 5 -> assertEquals(model.replace(key, "v0", value), handle.replace(key, "v0", value), told);
                case 6 -> assertEquals(
                        model.merge(key, value, (a, b) -> a.equals(b) ? null : b),
                        handle.merge(key, value, (a, b) -> a.equals(b) ? null : b),
                        told);
                case 7 -> assertEquals(model.get(key), handle.get(key), told);
                default -> assertEquals(model.size(), handle.size(), told);
            }
        }
        assertEquals(model, map.asMap(), "seed " + seed);
        assertNoRowIsLost(map, "v");
    }

    @Test
    void mapsAreOpenedByNameAndSeenReadOnly() {
        SharedMap<String, String> map = texts(16);
        map.put("a", "1");
        assertEquals("1", memory.openOrNewMap("texts", Codec.utf8(), Codec.utf8()).get("a"));
        assertEquals("1", memory.openOrNewMap("texts", Codec.utf8(), Codec.utf8(), small(16)).get("a"));
        try (SharedMemory observer = SharedMemory.attachReadOnly(memory.file())) {
            SharedMap<String, String> seen = observer.map("texts", Codec.utf8(), Codec.utf8());
            assertEquals("1", seen.get("a"));
            assertEquals(List.of("a"), seen.keys());
            assertThrows(UnsupportedOperationException.class, () -> seen.put("a", "2"));
            assertThrows(UnsupportedOperationException.class, () -> seen.remove("a"));
            assertThrows(UnsupportedOperationException.class, seen::clear);
            assertEquals(
                    new MapView("texts", "utf8", "utf8", 1, 16, 32, 64),
                    MapViews.of(MemoryAccess.regionsOf(observer).openRegion("texts", RegionKind.MAP)));
        }
        assertEquals("SharedMap[texts: utf8 to utf8, at most 16 entries]", map.toString());
    }

    @Test
    void aLookFromOutsideWaitsForNoOwnerOfAStripe() {
        SharedMap<String, String> map = texts(16);
        map.put("a", "1");
        try (SharedMemory observer = SharedMemory.attachReadOnly(memory.file())) {
            Region region = MemoryAccess.regionsOf(observer).openRegion("texts", RegionKind.MAP);
            map.compute("b", (key, value) -> Integer.toString(MapViews.of(region).entries()));
            assertEquals("1", map.get("b"));
            assertEquals(2, MapViews.of(region).entries());
        }
    }
}
