package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.engine.kernel.DoubleGenerators;
import io.millrace.engine.kernel.DoubleRandoms;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.DoubleUnaryOps;
import io.millrace.engine.kernel.FloatUnaryOps;
import io.millrace.engine.kernel.IntUnaryOps;
import io.millrace.engine.kernel.LongUnaryOps;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.MillraceException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.FloatArray;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.SharedQueue;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A user's C functions, compiled on the spot.
class NativeOpTest {
    private static final int LENGTH = 100_000;

    @TempDir
    static Path scratch;

    private static Path library;

    private final MemoryFolder folder = MemoryFolder.create();

    /// Null when there is no compiler, which is said in a line.
    static Path compile(Path folder) throws IOException, InterruptedException {
        Path target = folder.resolve("libexample.so");
        Path source = Path.of("src", "test", "c", "example.c");
        String compiler = System.getenv().getOrDefault("CC", "cc");
        try {
            Process process = new ProcessBuilder(
                            compiler, "-O2", "-shared", "-fPIC", "-o", target.toString(), source.toString())
                    .inheritIO()
                    .start();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
            return target;
        } catch (IOException noCompiler) {
            System.out.println("no C compiler, C functions are not tested: " + noCompiler.getMessage());
            return null;
        }
    }

    @BeforeAll
    static void compileExample() throws Exception {
        library = compile(scratch);
        assumeTrue(library != null, "no C compiler");
    }

    @AfterAll
    static void forget() {
        library = null;
    }

    private SharedMemory memory() {
        return SharedMemory.create(folder.file("f.mill"), 16 << 20);
    }

    @ParameterizedTest
    @EnumSource(value = KernelKind.class)
    void everyKernelCallsIt(KernelKind kernel) {
        try (folder;
                SharedMemory memory = memory();
                Pool pool = Pool.start(
                        memory,
                        PoolOptions.defaults().workers(2).workerKind(WorkerKind.THREAD).kernel(kernel))) {
            DoubleArray in = memory.newDoubleArray("in", LENGTH);
            DoubleArray out = memory.newDoubleArray("out", LENGTH);
            in.setAll(index -> index);
            NativeOp cube = NativeOp.load(library, "cube");
            pool.map(in, cube, out);
            assertEquals(27, out.get(3));
            assertEquals(Math.pow(LENGTH - 1, 3), out.get(LENGTH - 1));
            DoubleUnary asLambda = x -> x * x * x;
            assertEquals(
                    pool.mapReduce(in, asLambda, Reduction.SUM), pool.mapReduce(in, cube, Reduction.SUM));
            pool.map(in.slice(1, LENGTH), cube, in.slice(1, LENGTH));
            assertEquals(1000, in.get(10));
            assertArrayEquals(out.toArray(), in.toArray());
        }
    }

    /// Built-in functions and those of C libraries travel through any codec, one that names other classes too.
    @Test
    void functionsOfMillraceTravelThroughAListedCodec() throws InterruptedException {
        List<Object> functions = List.of(
                DoubleUnaryOp.SQUARE,
                DoubleUnaryOps.scale(2),
                FloatUnaryOps.scale(2),
                LongUnaryOps.scale(2),
                IntUnaryOps.scale(2),
                DoubleGenerators.linear(1, 2),
                DoubleRandoms.uniform(0, 1),
                NativeOp.load(library, "cube"),
                NativeOp.loadFloat(library, "half"),
                NativeOp.loadInt(library, "next_int"),
                NativeOp.loadLong(library, "next_long"));
        try (folder;
                SharedMemory memory = memory()) {
            SharedQueue<Object> queue = memory.newQueue("queue", Codec.any(NativeOpTest.class));
            for (Object function : functions) {
                queue.put(function);
                assertEquals(function, queue.take());
            }
        }
    }

    @Test
    void theOtherTypesHaveTheirs() {
        try (folder;
                SharedMemory memory = memory();
                Pool pool =
                        Pool.start(memory, PoolOptions.defaults().workers(1).workerKind(WorkerKind.CALLER))) {
            FloatArray floats = memory.newFloatArray("f", 5_000);
            floats.set(4_999, 1.5f);
            pool.map(floats, NativeOp.loadFloat(library, "half"), floats);
            assertEquals(0.75f, floats.get(4_999));
            IntArray ints = memory.newIntArray("i", 5_000);
            ints.set(4_999, -7);
            pool.map(ints, NativeOp.loadInt(library, "next_int"), ints);
            assertEquals(-6, ints.get(4_999));
            LongArray longs = memory.newLongArray("l", 5_000);
            longs.set(4_999, 1L << 40);
            LongUnary next = NativeOp.loadLong(library, "next_long");
            pool.map(longs, next, longs);
            assertEquals((1L << 40) + 1, longs.get(4_999));
            assertEquals(3L, next.applyAsLong(2));
            assertEquals(10_000 + (1L << 40), pool.mapReduce(longs, next, Reduction.SUM));
            ByteArray bytes = memory.newByteArray("b", 5_000);
            bytes.set(4_999, (byte) -3);
            pool.map(bytes, next, longs);
            assertEquals(-2, longs.get(4_999));
        }
    }

    @Test
    void oneElementIsComputedToo() {
        folder.close();
        assertEquals(8, NativeOp.load(library, "cube").applyAsDouble(2));
        assertEquals(1.5f, NativeOp.loadFloat(library, "half").applyAsFloat(3));
        assertEquals(3, NativeOp.loadInt(library, "next_int").applyAsInt(2));
        DoubleUnary both = NativeOp.load(library, "cube").andThen(x -> x + 1);
        assertEquals(9, both.applyAsDouble(2));
    }

    /// Two worker JVMs, for the good and the bad.
    @Test
    void workerProcessesOpenTheLibraryThemselvesAndSayWhenTheyCannot() throws Exception {
        Path copy = Files.copy(library, scratch.resolve("libcopy.so"));
        try (folder;
                SharedMemory memory = memory();
                Pool pool = Pool.start(memory, PoolOptions.defaults().workers(2))) {
            DoubleArray in = memory.newDoubleArray("in", LENGTH);
            DoubleArray out = memory.newDoubleArray("out", LENGTH);
            in.setAll(index -> index);
            pool.map(in, NativeOp.load(library, "cube"), out);
            assertEquals(Math.pow(LENGTH - 1, 3), out.get(LENGTH - 1));
            NativeOp gone = NativeOp.load(copy, "cube");
            Files.delete(copy);
            WorkerException failure = assertThrows(WorkerException.class, () -> pool.map(in, gone, out));
            MillraceException cause = assertInstanceOf(MillraceException.class, failure.getCause());
            assertTrue(cause.getMessage().contains("no such library: file=" + copy), cause::getMessage);
            pool.map(in, NativeOp.load(library, "cube"), in);
            assertArrayEquals(out.toArray(), in.toArray());
        }
    }

    private static void refused(Path file, String symbol, String... said) {
        String message = assertThrows(MillraceException.class, () -> NativeOp.load(file, symbol))
                .getMessage();
        for (String part : said) {
            assertTrue(message.contains(part), () -> part + " in: " + message);
        }
    }

    @Test
    void aDefectOfALibraryIsReportedWhenItIsLoaded() throws Exception {
        folder.close();
        Path missing = Path.of("libmissing.so");
        refused(missing, "cube", "no such library", "file=" + missing.toAbsolutePath());
        refused(scratch, "cube", "no such library");
        refused(library, "sphere", "no such function", "symbol=sphere", "nm -D");
        Path text = Files.writeString(scratch.resolve("libtext.so"), "#!/bin/sh\necho no library\n");
        refused(text, "cube", "not a shared library", "cc -shared");
        Path empty = Files.createFile(scratch.resolve("libempty.so"));
        refused(empty, "cube", "not a shared library");
        byte[] bytes = Files.readAllBytes(library);
        int machine = bytes[18];
        bytes[18] = (byte) (machine == 62 ? 183 : 62);
        Path other = Files.write(scratch.resolve("libother.so"), bytes);
        refused(other, "cube", "for another machine", "machine=" + (machine == 62 ? "aarch64" : "amd64"));
        bytes[18] = (byte) machine;
        bytes[16] = 1;
        Path object = Files.write(scratch.resolve("object.o"), bytes);
        refused(object, "cube", "link it with cc -shared");
        bytes = Files.readAllBytes(library);
        Path half = Files.write(scratch.resolve("libhalf.so"), Arrays.copyOf(bytes, bytes.length / 2));
        refused(half, "cube", "cut short", "byteSize=");
        Path head = Files.write(scratch.resolve("libhead.so"), Arrays.copyOf(bytes, 100));
        refused(head, "cube", "not a shared library");
    }
}
