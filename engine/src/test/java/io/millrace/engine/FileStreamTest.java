package io.millrace.engine;

import static io.millrace.engine.expression.Expressions.of;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.FloatUnaryOp;
import io.millrace.engine.kernel.IntUnaryOp;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.engine.stream.FileStream;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.Npy;
import io.millrace.shm.data.NumericArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A stream of a file gives the bits of the same numbers in one array, at lengths around the borders of blocks and
/// pieces, for all sizes of pieces; what fails leaves no region and no file.
class FileStreamTest {
    private static final long SEED = Long.getLong("millrace.test.seed", System.nanoTime());
    private static final int LONGEST = 300_007;
    private static final long[] MEMORIES = {FileStream.MIN_MEMORY_BYTES, 700_000, 4L << 20};

    private static final List<Pool> POOLS = new ArrayList<>();
    private static SharedMemory memory;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        memory = SharedMemory.temporary(MemoryOptions.defaults().byteSize(16L << 20).engineByteSize(32L << 20));
        POOLS.add(new PoolSetup(WorkerKind.CALLER, KernelKind.SCALAR, 1, Schedule.AUTO).start(memory));
        POOLS.add(new PoolSetup(WorkerKind.THREAD, KernelKind.AUTO, 3, Schedule.GUIDED).start(memory));
    }

    @AfterAll
    static void stop() {
        POOLS.forEach(Pool::close);
        memory.close();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        List<String> regions = memory.regions().stream().map(RegionInfo::name).toList();
        assertEquals(List.of(), regions);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.filter(file -> file.toString().endsWith(".tmp")).toList());
        }
    }

    private DoubleArray doubles(int length) {
        DoubleArray array = memory.newDoubleArray("in", length);
        Random random = new Random(SEED);
        array.setAll(i -> random.nextGaussian() * Math.pow(2, i % 40 - 20));
        return array;
    }

    private Path raw(NumericArray array) throws IOException {
        Path path = folder.resolve("in.raw");
        return Files.write(path, array.segment().toArray(ValueLayout.JAVA_BYTE));
    }

    private Path npy(NumericArray array) {
        Path path = folder.resolve("in.npy");
        Npy.save(array, path);
        return path;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4096, 4097, 65_537, LONGEST})
    void resultsHaveTheBitsOfTheWholeArray(int length) throws IOException {
        DoubleArray in = doubles(length);
        Path raw = raw(in);
        Path npy = npy(in);
        Reduction own = Reduction.of(0, (a, b) -> a + b * 1.0000001);
        for (Pool pool : POOLS) {
            double mean = length == 0 ? 0 : pool.reduce(in, Reduction.SUM) / length;
            for (long bytes : MEMORIES) {
                for (Path path : bytes == MEMORIES[1] ? List.of(raw, npy) : List.of(raw)) {
                    var stream = pool.stream(path).memory(bytes).doubles();
                    String told = "seed=%s, memory=%s, file=%s".formatted(SEED, bytes, path);
                    assertEquals(pool.reduce(in, Reduction.SUM), stream.reduce(Reduction.SUM), told);
                    assertEquals(pool.reduce(in, own), stream.reduce(own), told);
                    assertEquals(
                            pool.mapReduce(in, x -> x * x + 1, Reduction.MAX),
                            stream.mapReduce(x -> x * x + 1, Reduction.MAX),
                            told);
                    assertEquals(pool.summary(in), stream.summary(), told);
                    assertEquals(
                            length == 0 ? 0 : pool.eval(of(in).minus(mean).square()).sum(),
                            stream.eval(x -> of(x).minus(mean).square()).sum(),
                            told);
                    assertEquals(
                            length == 0 ? 0 : pool.eval(of(in).greaterThan(0.5)).count(),
                            stream.eval(x -> of(x).greaterThan(0.5)).count(),
                            told);
                }
            }
            assertEquals(
                    pool.mapReduce(in, DoubleUnaryOp.SQUARE, Reduction.SUM),
                    pool.stream(raw, DoubleUnaryOp.SQUARE, Reduction.SUM));
        }
        memory.drop("in");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4097, 65_536, LONGEST})
    void filesThatAreWrittenHoldWhatTheArrayWouldHold(int length) throws IOException {
        DoubleArray in = doubles(length);
        DoubleArray expected = memory.newDoubleArray("out", length);
        Path raw = raw(in);
        for (Pool pool : POOLS) {
            pool.map(in, DoubleUnaryOp.SQUARE, expected);
            byte[] bytes = expected.segment().toArray(ValueLayout.JAVA_BYTE);
            for (long most : MEMORIES) {
                Path out = folder.resolve("out.raw");
                pool.stream(raw).memory(most).doubles().map(DoubleUnaryOp.SQUARE, out);
                assertArrayEquals(bytes, Files.readAllBytes(out));
                Path npy = folder.resolve("out.npy");
                pool.stream(raw).memory(most).doubles().eval(x -> of(x).square()).into(npy);
                assertArrayEquals(new long[] {length}, Npy.inspect(npy).shape());
                assertEquals(-1, Files.mismatch(out, withoutHeader(npy, bytes.length)));
            }
        }
        memory.drop("in");
        memory.drop("out");
    }

    private Path withoutHeader(Path npy, int bytes) throws IOException {
        byte[] all = Files.readAllBytes(npy);
        Path elements = folder.resolve("elements");
        return Files.write(elements, Arrays.copyOfRange(all, all.length - bytes, all.length));
    }

    @Test
    void otherTypesAndShapesStreamToo() throws IOException {
        Pool pool = POOLS.getLast();
        var longs = memory.newLongArray("longs", 3, 50_001);
        longs.setAll(i -> i * i);
        Path path = npy(longs);
        assertEquals(
                pool.mapReduce(longs, LongUnaryOp.NEGATE, Reduction.SUM_CHECKED),
                pool.stream(path).memory(1 << 19).longs().mapReduce(LongUnaryOp.NEGATE, Reduction.SUM_CHECKED));
        assertEquals(pool.summary(longs), pool.stream(path).memory(1 << 19).longs().summary());
        pool.stream(path).memory(1 << 19).longs().map(LongUnaryOp.NEGATE, path);
        assertArrayEquals(new long[] {3, 50_001}, Npy.inspect(path).shape(), "the input is replaced, its shape stays");
        assertEquals(-pool.reduce(longs, Reduction.SUM), pool.stream(path).longs().reduce(Reduction.SUM));
        memory.drop("longs");
        var floats = memory.newFloatArray("floats", 77_777);
        floats.setAll(i -> i / 7.0f);
        Path raw = raw(floats);
        assertEquals(
                pool.mapReduce(floats, FloatUnaryOp.SQRT, Reduction.SUM),
                pool.stream(raw).memory(1 << 18).floats().mapReduce(FloatUnaryOp.SQRT, Reduction.SUM));
        memory.drop("floats");
        var ints = memory.newIntArray("ints", 77_777);
        ints.setAll(i -> (int) i - 5);
        assertEquals(
                pool.mapReduce(ints, IntUnaryOp.ABS, Reduction.SUM),
                pool.stream(raw(ints)).memory(1 << 18).ints().mapReduce(IntUnaryOp.ABS, Reduction.SUM));
        memory.drop("ints");
    }

    @Test
    void whatIsNoFileOfSuchNumbersIsRefused() throws IOException {
        Pool pool = POOLS.getFirst();
        Path odd = Files.write(folder.resolve("odd"), new byte[13]);
        Path out = folder.resolve("out");
        var refused = assertThrows(
                FileFormatException.class, () -> pool.stream(odd).doubles().map(DoubleUnaryOp.ABS, out));
        assertTrue(refused.getMessage().contains("size=13 bytes"), refused::getMessage);
        assertFalse(Files.exists(out));
        DoubleArray in = doubles(5);
        Path npy = npy(in);
        memory.drop("in");
        refused = assertThrows(FileFormatException.class, () -> pool.stream(npy).longs().summary());
        assertTrue(refused.getMessage().contains("found=DOUBLE, asked=LONG"), refused::getMessage);
        Path text = Files.writeString(folder.resolve("text.npy"), "no numbers at all");
        assertThrows(FileFormatException.class, () -> pool.stream(text).doubles().summary());
        Path none = folder.resolve("none");
        assertThrows(FileAccessException.class, () -> pool.stream(none).doubles().summary());
        assertThrows(FileAccessException.class, () -> pool.stream(folder).doubles().summary());
        Path nowhere = folder.resolve("no/folder");
        assertThrows(FileAccessException.class, () -> pool.stream(npy).doubles().map(DoubleUnaryOp.ABS, nowhere));
        assertThrows(IllegalArgumentException.class, () -> pool.stream(npy).memory(1000));
        Path csv = Files.writeString(folder.resolve("prices.csv"), "1.25,2.5\n3.5,4.\n");
        DoubleArray other = doubles(5);
        for (DoubleArray wrong : List.of(other, other.slice(0, 2))) {
            var elsewhere = assertThrows(
                    IllegalArgumentException.class, () -> pool.stream(npy).doubles().eval(x -> of(wrong)).sum());
            assertTrue(elsewhere.getMessage().contains("over that piece alone"), elsewhere::getMessage);
        }
        var part = pool.stream(npy).doubles().eval(x -> of(x.slice(0, 2)).plus(1));
        assertThrows(IllegalArgumentException.class, part::count);
        assertThrows(IllegalArgumentException.class, () -> part.into(out));
        memory.drop("in");
        requireNotBare(pool, csv, "it is text");
        requireNotBare(pool, Files.copy(npy, folder.resolve("prices.bin")), "it is a file of numpy: name it .npy");
        requireNotBare(pool, Files.copy(npy, folder.resolve("prices.npz")), "numpy");
    }

    private static void requireNotBare(Pool pool, Path path, String found) {
        var refused = assertThrows(
                FileFormatException.class, () -> pool.stream(path).doubles().reduce(Reduction.SUM));
        assertTrue(refused.getMessage().contains(found), refused::getMessage);
    }

    @Test
    void aFileThatBecomesShorterIsToldAndLeavesNoOutput() throws IOException {
        Pool pool = POOLS.getFirst();
        Path path = raw(doubles(LONGEST));
        memory.drop("in");
        Path out = folder.resolve("out");
        var told = assertThrows(FileAccessException.class, () -> pool.stream(path)
                .memory(FileStream.MIN_MEMORY_BYTES)
                .doubles()
                .eval(piece -> {
                    truncate(path, 8L * 100_000);
                    return of(piece).square();
                })
                .into(out));
        assertTrue(told.getMessage().contains("became shorter"), told::getMessage);
        assertFalse(Files.exists(out));
    }

    private static void truncate(Path path, long byteSize) {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.truncate(byteSize);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anInterruptEndsAStreamBetweenTwoPieces() throws IOException {
        Pool pool = POOLS.getLast();
        Path path = raw(doubles(LONGEST));
        memory.drop("in");
        Path out = folder.resolve("out");
        assertThrows(JobCancelledException.class, () -> pool.stream(path)
                .memory(FileStream.MIN_MEMORY_BYTES)
                .doubles()
                .eval(piece -> {
                    Thread.currentThread().interrupt();
                    return of(piece);
                })
                .into(out));
        assertTrue(Thread.interrupted());
        assertFalse(Files.exists(out));
    }

    @Test
    void aPoolThatIsClosedMeanwhileEndsTheStream() throws IOException {
        Path path = raw(doubles(LONGEST));
        memory.drop("in");
        Pool pool = new PoolSetup(WorkerKind.CALLER, KernelKind.SCALAR, 1, Schedule.AUTO).start(memory);
        assertThrows(IllegalStateException.class, () -> pool.stream(path)
                .memory(FileStream.MIN_MEMORY_BYTES)
                .doubles()
                .eval(piece -> {
                    pool.close();
                    return of(piece).square();
                })
                .sum());
        assertThrows(IllegalStateException.class, () -> pool.stream(path).doubles().summary());
    }

    @Test
    void aStreamTakesWhatTheMemoryHasAndRefusesNone() throws IOException {
        Pool pool = POOLS.getFirst();
        DoubleArray in = doubles(LONGEST);
        Path path = raw(in);
        double expected = pool.reduce(in, Reduction.SUM);
        var ballast = memory.newDoubleArray("ballast", ((13L << 20) - (1 << 18)) / Double.BYTES);
        assertEquals(expected, pool.stream(path).doubles().reduce(Reduction.SUM));
        var more = memory.newDoubleArray("more", (3L << 20) / Double.BYTES - in.length() + 25_000);
        assertThrows(OutOfSpaceException.class, () -> pool.stream(path).doubles().reduce(Reduction.SUM));
        List.of(in, ballast, more).forEach(array -> memory.drop(array.name()));
    }
}
