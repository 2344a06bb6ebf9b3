package io.millrace.shm.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.message.Codec;
import io.millrace.testing.MemoryFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A memory for the maps of one test.
abstract class MapBed {
    MemoryFolder folder;
    SharedMemory memory;

    @BeforeEach
    void create() {
        folder = MemoryFolder.create();
        memory = SharedMemory.create(folder.file("map.mill"), 8 << 20);
    }

    @AfterEach
    void remove() {
        memory.delete();
        folder.closeEmpty();
    }

    static MapOptions small(int maxEntries) {
        return new MapOptions(maxEntries, 32, 64);
    }

    SharedMap<String, String> texts(int maxEntries) {
        return memory.newMap("texts", Codec.utf8(), Codec.utf8(), small(maxEntries));
    }

    /// Clears the map and fills it: every row that it has can be used, and not one more.
    static <V> void assertNoRowIsLost(SharedMap<String, V> map, V value) {
        map.clear();
        assertEquals(0, map.size());
        for (int number = 0; number < map.maxEntries(); number++) {
            assertTrue(map.tryPut("fill-" + number, value), "no room for entry " + number + " of " + map);
        }
        assertFalse(map.tryPut("one more", value), () -> "room for one more: " + map);
        assertEquals(map.maxEntries(), map.size());
        assertTrue(map.tryPut("fill-0", value), () -> "no replacement in a full map: " + map);
        assertEquals(map.maxEntries(), map.entries().size());
    }
}
