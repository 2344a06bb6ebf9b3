package io.millrace.shm.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.ElementType;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.SharedMemory;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {
    private final SharedMemory memory = SharedMemory.temporary(16 << 20);

    @TempDir private Path folder;

    private Path path;

    @AfterEach
    void close() {
        memory.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void arraysComeBackAsTheyWereSaved(boolean compressed) {
        Map<String, NumericArray> arrays = new LinkedHashMap<>();
        for (ElementType type : ElementType.values()) {
            NumericArray array = Typed.array(memory, type, 300, 401).array();
            for (long at = 0; at < array.byteSize(); at++) {
                array.segment().set(ValueLayout.JAVA_BYTE, at, (byte) (at * at >> 3));
            }
            arrays.put("all " + type, array);
        }
        arrays.put("slice", arrays.get("all SHORT").slice(7, 9));
        arrays.put("empty", arrays.get("all SHORT").slice(7, 7));
        save(arrays, compressed);
        try (Npz archive = Npz.open(path)) {
            assertEquals(List.copyOf(arrays.keySet()), archive.names());
            int number = 0;
            for (String name : archive.names()) {
                NumericArray loaded = archive.load(memory, "loaded" + number++, name);
                assertArrayEquals(arrays.get(name).shape(), loaded.shape());
                assertEquals(-1, arrays.get(name).segment().mismatch(loaded.segment()), name);
                assertEquals(loaded.byteSize(), archive.inspect(name).byteSize());
            }
        }
    }

    @Test
    void compressedArchivesAreSmaller() throws IOException {
        NumericArray zeros = Typed.array(memory, ElementType.LONG, 10_000).array();
        save(Map.of("zeros", zeros), false);
        assertTrue(Files.size(path) > 80_000);
        save(Map.of("zeros", zeros), true);
        assertTrue(Files.size(path) < 1_000);
    }

    @Test
    void anArrayThatIsNotThereIsRefusedWithThoseThatAre() {
        save(Map.of("prices", Typed.array(memory, ElementType.LONG, 3).array()), false);
        try (Npz archive = Npz.open(path)) {
            var refused = assertThrows(IllegalArgumentException.class, () -> archive.load(memory, "a", "price"));
            assertTrue(refused.getMessage().contains("array=price; it has [prices]"), refused.getMessage());
        }
    }

    @Test
    void aDamagedArrayIsRefusedAndLeavesNoRegion() throws IOException {
        save(Map.of("a", Typed.array(memory, ElementType.LONG, 1000).array()), false);
        byte[] bytes = Files.readAllBytes(path);
        bytes[4000]++;
        Files.write(path, bytes);
        try (Npz archive = Npz.open(path)) {
            var refused = assertThrows(FileFormatException.class, () -> archive.load(memory, "b", "a"));
            assertTrue(refused.getMessage().contains("checksum"), refused.getMessage());
            assertThrows(NoSuchRegionException.class, () -> memory.longArray("b"));
        }
    }

    @Test
    void memberThatEndsEarlyIsRefused() throws IOException {
        byte[] header = Npy.headerBytes(ElementType.LONG, 1000);
        path = folder.resolve("short.npz");
        write(path, "a.npy", header);
        try (Npz archive = Npz.open(path)) {
            var refused = assertThrows(FileFormatException.class, () -> archive.load(memory, "b", "a"));
            assertTrue(refused.getMessage().contains("short.npz(a.npy), found=0 bytes"), refused.getMessage());
        }
    }

    @Test
    void filesThatAreNoArchivesAreRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.npz"), "no archive");
        assertThrows(FileFormatException.class, () -> Npz.open(text));
        Path none = folder.resolve("none.npz");
        assertThrows(FileAccessException.class, () -> Npz.open(none));
        assertThrows(FileAccessException.class, () -> Npz.open(folder));
    }

    @Test
    void membersThatAreNoArraysAreLeftOut() throws IOException {
        path = folder.resolve("other.npz");
        write(path, "readme.txt", new byte[3]);
        try (Npz archive = Npz.open(path)) {
            assertEquals(List.of(), archive.names());
        }
    }

    @Test
    void savingADroppedArrayLeavesNoFile() throws IOException {
        NumericArray array = memory.newLongArray("gone", 5);
        memory.drop("gone");
        assertThrows(RegionDroppedException.class, () -> save(Map.of("gone", array), false));
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    private void save(Map<String, NumericArray> arrays, boolean compressed) {
        path = folder.resolve("saved.npz");
        if (compressed) {
            Npz.saveCompressed(arrays, path);
        } else {
            Npz.save(arrays, path);
        }
    }

    /// Writes an archive of one stored member, as numpy's `savez` does.
    static void write(Path path, String name, byte[] bytes) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        try (ZipOutputStream out = new ZipOutputStream(new FileOutputStream(path.toFile()))) {
            out.putNextEntry(entry);
            out.write(bytes);
        }
    }
}
