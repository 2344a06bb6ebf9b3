package io.millrace.spark.internal.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.WorkerKind;
import io.millrace.shm.ElementType;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.MillraceException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.Npy;
import io.millrace.shm.data.NumericArray;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileLoaderTest {
    private static final FileLayout NPY = new FileLayout.Npy();
    private static final FileLayout RAW = new FileLayout.Raw();

    private final SharedMemory memory = SharedMemory.temporary(64L << 20);
    private final Pool pool = Pool.start(memory, PoolOptions.defaults().workers(1).workerKind(WorkerKind.THREAD));

    @TempDir private Path folder;

    @AfterEach
    void close() {
        pool.close();
        memory.close();
    }

    private static FileLoader open(Path path, FileLayout layout, ElementType type) {
        return FileLoader.of(Configuration::new, path.toUri().toString(), layout, type);
    }

    private NumericArray load(FileLoader loader, ElementType type, long from, long length) throws Exception {
        NumericArray target = TestArrays.make(memory, type, length);
        TestArrays.sent(loader).load(pool, target, from);
        return target;
    }

    /// Of the files of a folder: odd ones, an empty one, one longer than a piece.
    private static int[] lengths(ElementType type) {
        return new int[] {1, 4095, 0, SegmentReader.PIECE_BYTES / type.byteSize() + 3, 7};
    }

    @ParameterizedTest
    @EnumSource
    void partsOfTheArrayAreReadOverTheBoundariesOfFiles(ElementType type) throws Exception {
        int[] lengths = lengths(type);
        NumericArray whole = TestArrays.random(memory, type, Arrays.stream(lengths).sum());
        for (FileLayout layout : new FileLayout[] {NPY, RAW}) {
            Path parts = Files.createDirectory(folder.resolve(layout.getClass().getSimpleName()));
            int from = 0;
            for (int p = 0; p < lengths.length; p++) {
                NumericArray part = whole.slice(from, from + lengths[p]);
                write(parts.resolve("part-r-0000%s".formatted(p)), layout, part);
                from += lengths[p];
            }
            Files.createFile(parts.resolve("_SUCCESS"));
            Files.writeString(parts.resolve(".part-r-00000.note"), "hidden");
            FileLoader loader = open(parts, layout, type);
            assertEquals(whole.length(), loader.length());
            long end = whole.length();
            for (long[] range : new long[][] {
                {0, end}, {0, 1}, {0, 0}, {1, 4096}, {1, 4095}, {4095, 4097}, {4096, end}, {end - 8, end}, {end, end}
            }) {
                NumericArray loaded = load(loader, type, range[0], range[1] - range[0]);
                assertEquals(-1, loaded.segment().mismatch(whole.slice(range[0], range[1]).segment()));
            }
        }
    }

    private static void write(Path path, FileLayout layout, NumericArray elements) throws IOException {
        byte[] header = layout == NPY ? Npy.headerBytes(elements.elementType(), elements.length()) : new byte[0];
        byte[] content = Arrays.copyOf(header, header.length + (int) elements.byteSize());
        ByteBuffer.wrap(content).position(header.length).put(TestArrays.bytes(elements));
        Files.write(path, content);
    }

    @Test
    void manyPartsComeInTheOrderOfTheirNumbers() throws Exception {
        for (int number : new int[] {99_999, 100_000, 3}) {
            Files.write(folder.resolve("part-r-%05d".formatted(number)), new byte[] {(byte) number});
        }
        NumericArray loaded = load(open(folder, RAW, ElementType.BYTE), ElementType.BYTE, 0, 3);
        assertArrayEquals(new byte[] {3, (byte) 99_999, (byte) 100_000}, TestArrays.bytes(loaded));
    }

    @Test
    void arraysOfSeveralDimensionsAreTakenFlat() throws Exception {
        NumericArray grid = memory.newIntArray("grid", 3, 4, 5);
        for (int i = 0; i < 60; i++) {
            grid.segment().setAtIndex(ValueLayout.JAVA_INT, i, i);
        }
        Path path = folder.resolve("grid.npy");
        Npy.save(grid, path);
        FileLoader loader = open(path, NPY, ElementType.INT);
        assertEquals(60, loader.length());
        assertEquals(-1, load(loader, ElementType.INT, 0, 60).segment().mismatch(grid.segment()));
    }

    @Test
    void aRangeOfAFileIsAnArray() throws Exception {
        NumericArray bytes = TestArrays.random(memory, ElementType.BYTE, 100);
        Path path = Files.write(folder.resolve("raw"), TestArrays.bytes(bytes));
        FileLoader loader = open(path, new FileLayout.RawRange(3, 12), ElementType.LONG);
        assertEquals(12, loader.length());
        NumericArray loaded = load(loader, ElementType.LONG, 1, 11);
        assertEquals(-1, loaded.segment().mismatch(bytes.slice(3 + 8, 3 + 8 * 12).segment()));
        refused(FileFormatException.class, path, new FileLayout.RawRange(5, 12), ElementType.LONG,
                "found=100 bytes", "12 elements of 8 bytes from byte 5 on");
        refused(FileFormatException.class, path, new FileLayout.RawRange(101, 0), ElementType.LONG, "found=100 bytes");
        refused(FileFormatException.class, folder, new FileLayout.RawRange(0, 1), ElementType.LONG, "found=a folder");
        assertThrows(IllegalArgumentException.class, () -> new FileLayout.RawRange(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> new FileLayout.RawRange(0, -1));
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path numbers = folder.resolve("numbers.npy");
        Npy.save(memory.newFloatArray("numbers", 5), numbers);
        refused(FileFormatException.class, numbers, NPY, ElementType.DOUBLE,
                "found=FLOAT elements", "expected=DOUBLE elements");
        Path text = Files.writeString(folder.resolve("text.npy"), "no numbers");
        refused(FileFormatException.class, text, NPY, ElementType.DOUBLE, "found=other first bytes", "a .npy file");
        refused(FileFormatException.class, text, RAW, ElementType.DOUBLE, "found=10 bytes", "a multiple of 8");
        byte[] good = Files.readAllBytes(numbers);
        Path cut = Files.write(folder.resolve("cut.npy"), Arrays.copyOf(good, good.length - 1));
        refused(FileFormatException.class, cut, NPY, ElementType.FLOAT, "found=19 bytes of elements", "truncated");
        Path empty = Files.createFile(folder.resolve("empty.npy"));
        refused(FileFormatException.class, empty, NPY, ElementType.FLOAT, "found=an empty file");
        refused(FileFormatException.class, empty, RAW, ElementType.FLOAT, "found=an empty file");
        refused(FileAccessException.class, folder.resolve("none"), RAW, ElementType.FLOAT, "it is not there");
        Path nothing = Files.createDirectory(folder.resolve("nothing"));
        Files.createFile(nothing.resolve("_SUCCESS"));
        refused(FileFormatException.class, nothing, NPY, ElementType.FLOAT, "found=a folder without parts");
        Path nested = Files.createDirectory(folder.resolve("nested"));
        Files.createDirectory(nested.resolve("inner"));
        refused(FileFormatException.class, nested, NPY, ElementType.FLOAT, "found=the folder inner in it");
    }

    private static void refused(
            Class<? extends MillraceException> kind, Path path, FileLayout layout, ElementType type, String... words) {
        var e = assertThrows(kind, () -> open(path, layout, type));
        assertTrue(e.getMessage().contains(path.toString()), e.getMessage());
        for (String each : words) {
            assertTrue(e.getMessage().contains(each), e.getMessage());
        }
    }

    @Test
    void filesThatChangedSinceTheDriverSawThemAreRefused() throws IOException {
        Path path = Files.write(folder.resolve("raw"), new byte[24]);
        FileLoader loader = open(path, RAW, ElementType.DOUBLE);
        NumericArray target = memory.newDoubleArray("target", 3);
        loader.load(pool, target, 0);
        Files.write(path, new byte[16]);
        var shorter = assertThrows(FileFormatException.class, () -> loader.load(pool, target, 0));
        assertTrue(shorter.getMessage().contains("found=16 bytes, expected=24, as"), shorter.getMessage());
        Files.delete(path);
        var gone = assertThrows(FileAccessException.class, () -> loader.load(pool, target, 0));
        assertTrue(gone.getMessage().contains("each node"), gone.getMessage());
    }

    @Test
    void otherRangesAndTypesThanTheArrayHasAreRefused() throws IOException {
        FileLoader loader = open(Files.write(folder.resolve("raw"), new byte[24]), RAW, ElementType.DOUBLE);
        NumericArray target = memory.newDoubleArray("target", 3);
        assertThrows(IndexOutOfBoundsException.class, () -> loader.load(pool, target, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> loader.load(pool, target, -1));
        NumericArray longs = memory.newLongArray("longs", 3);
        assertThrows(IllegalArgumentException.class, () -> loader.load(pool, longs, 0));
    }
}
