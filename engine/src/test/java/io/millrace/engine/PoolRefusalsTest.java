package io.millrace.engine;

import static io.millrace.engine.expression.Expressions.of;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.DoubleBinaryOp;
import io.millrace.engine.kernel.DoubleGenerators;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.NotTransportableException;
import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionExistsException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.FloatArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.ShortArray;
import io.millrace.shm.internal.region.MemoryAccess;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// What a pool refuses before it computes anything, and what it takes although it looks odd.
class PoolRefusalsTest {
    private static final PoolOptions CALLER = PoolOptions.defaults().workerKind(WorkerKind.CALLER);

    private SharedMemory memory;
    private Pool pool;
    private DoubleArray data;

    @BeforeEach
    void start() {
        memory = SharedMemory.temporary(1 << 20);
        pool = Pool.start(memory, CALLER);
        data = memory.newDoubleArray("data", 100);
    }

    @AfterEach
    void stop() {
        pool.close();
        memory.close();
    }

    private static <E extends Exception> E refused(Class<E> type, Executable call, String... words) {
        E refusal = assertThrows(type, call);
        for (String word : words) {
            assertTrue(refusal.getMessage().contains(word), refusal::getMessage);
        }
        return refusal;
    }

    @Test
    void lengthsThatDifferAreRefusedWithTheOperandsAndTheirNames() {
        DoubleArray longer = memory.newDoubleArray("longer", 101);
        refused(
                IllegalArgumentException.class,
                () -> pool.map(data, DoubleUnaryOp.SQUARE, longer),
                "lengths differ: in=data has 100 elements, out=longer has 101");
        refused(
                IllegalArgumentException.class,
                () -> pool.zip(data, longer, DoubleBinaryOp.ADD, data),
                "lengths differ: second=longer has 101 elements, out=data has 100");
        refused(
                IllegalArgumentException.class,
                () -> pool.dot(data, longer),
                "lengths differ: first=data has 100 elements, second=longer has 101");
    }

    /// The file could be written to through the pool's own attachment, and C asks no segment.
    @Test
    void anOutputThatWasAttachedReadOnlyIsRefusedByEveryJobThatWrites() {
        memory.newDoubleArray("large", 80_000);
        try (SharedMemory looking = SharedMemory.attachReadOnly(memory.file())) {
            for (String name : List.of("data", "large")) {
                DoubleArray in = memory.doubleArray(name);
                DoubleArray out = looking.doubleArray(name);
                for (Executable call : List.<Executable>of(
                        () -> pool.map(in, DoubleUnaryOp.SQUARE, out),
                        () -> pool.map(in, x -> x + 1, out),
                        () -> pool.zip(in, in, DoubleBinaryOp.ADD, out),
                        () -> pool.fill(out, 1),
                        () -> pool.generate(out, index -> index),
                        () -> pool.scan(in, Reduction.SUM, out),
                        () -> pool.eval(of(in).square()).into(out),
                        () -> pool.prepare(of(in).square()).into(out))) {
                    refused(UnsupportedOperationException.class, call, name, "read-only", "SharedMemory.attach");
                }
                assertEquals(0, pool.reduce(out, Reduction.COUNT_NONZERO), "it may be read");
            }
        }
    }

    @Test
    void arraysOfUnequalLengthsAreRefused() {
        DoubleArray longer = memory.newDoubleArray("longer", 101);
        FloatArray floats = memory.newFloatArray("floats", 99);
        refused(IllegalArgumentException.class, () -> pool.map(data, DoubleUnaryOp.ABS, longer), "100", "101",
                "longer");
        refused(IllegalArgumentException.class, () -> pool.zip(data, longer, DoubleBinaryOp.ADD, data), "100", "101");
        refused(IllegalArgumentException.class, () -> pool.zip(longer, data, DoubleBinaryOp.ADD, data), "100", "101");
        refused(IllegalArgumentException.class, () -> pool.dot(data, longer), "100", "101");
        refused(IllegalArgumentException.class, () -> pool.convert(data, floats), "100", "99");
    }

    @Test
    void anOutputThatOverlapsAnInputPartlyIsRefused() {
        DoubleArray low = data.slice(0, 60);
        DoubleArray high = data.slice(40, 100);
        DoubleArray other = memory.newDoubleArray("other", 60);
        refused(IllegalArgumentException.class, () -> pool.map(low, DoubleUnaryOp.ABS, high), "data", "overlap");
        refused(IllegalArgumentException.class, () -> pool.map(high, DoubleUnaryOp.ABS, low), "overlap");
        refused(IllegalArgumentException.class, () -> pool.zip(low, other, DoubleBinaryOp.ADD, high), "overlap");
        refused(IllegalArgumentException.class, () -> pool.zip(other, low, DoubleBinaryOp.ADD, high), "overlap");
        refused(IllegalArgumentException.class, () -> pool.zip(low, high, DoubleBinaryOp.ADD, high), "overlap");
        refused(IllegalArgumentException.class, () -> pool.convert(low, high), "overlap");
    }

    @Test
    void theSameRangeNeighboursAndOverlappingInputsAreTaken() {
        data.setAll(i -> i);
        pool.map(data.slice(10, 20), DoubleUnaryOp.NEGATE, data.slice(10, 20));
        assertEquals(-10, data.get(10));
        pool.map(data.slice(0, 10), DoubleUnaryOp.SQUARE, data.slice(10, 20));
        assertEquals(81, data.get(19));
        assertEquals(20, data.get(20));
        DoubleArray sums = memory.newDoubleArray("sums", 60);
        pool.zip(data.slice(20, 80), data.slice(40, 100), DoubleBinaryOp.ADD, sums);
        assertEquals(79 + 99, sums.get(59));
    }

    @Test
    void anArrayOfAnotherFileIsRefused() {
        try (SharedMemory elsewhere = SharedMemory.temporary(1 << 20)) {
            DoubleArray there = elsewhere.newDoubleArray("there", 100);
            String file = elsewhere.file().toString();
            refused(IllegalArgumentException.class, () -> pool.map(data, DoubleUnaryOp.ABS, there), "there", file);
            refused(IllegalArgumentException.class, () -> pool.map(there, DoubleUnaryOp.ABS, data), "there", file);
            refused(IllegalArgumentException.class, () -> pool.dot(data, there), "there", file);
            refused(IllegalArgumentException.class, () -> pool.reduce(there, Reduction.SUM), "there", file);
            refused(IllegalArgumentException.class, () -> pool.fill(there, 1), "there", file);
        }
    }

    @Test
    void anArrayOpenedThroughAnotherAttachmentOfTheSameFileIsTaken() {
        try (SharedMemory again = SharedMemory.attach(memory.file())) {
            pool.fill(again.doubleArray("data"), 2.5);
            assertEquals(250, pool.reduce(again.doubleArray("data"), Reduction.SUM));
        }
    }

    @Test
    void ownFunctionsThatCannotTravelAreRefusedWithWhatTheyCaptured() {
        Object thing = new Object();
        Supplier<String> notRemote = () -> "here";
        String here = PoolRefusalsTest.class.getName();
        refused(NotTransportableException.class, () -> pool.map(data, x -> x + thing.hashCode(), data),
                "java.lang.Object");
        refused(NotTransportableException.class, () -> pool.mapAsync(data, x -> x + hashCode(), data), here, "this");
        refused(NotTransportableException.class, () -> pool.generate(data, i -> notRemote.get().length()), here);
        refused(NotTransportableException.class, () -> pool.reduce(data, Reduction.of(0, (x, y) -> thing.hashCode())));
        assertArrayEquals(new double[100], data.toArray());
    }

    @Test
    void ownFunctionsThatCapturedTooMuchAreRefusedWithTheRemedy() {
        double[] many = new double[2_100];
        refused(MessageTooLargeException.class, () -> pool.map(data, x -> x + many[1], data), "16,320",
                "capture arrays of the file");
    }

    @Test
    void reductionsOfTheOtherKindOfNumbersAreRefused() {
        Reduction ofLong = Reduction.ofLong(0, (x, y) -> x ^ y);
        refused(IllegalArgumentException.class, () -> pool.reduce(data, ofLong), "DOUBLE", "Reduction.of ");
        LongArray longs = memory.newLongArray("longs", 10);
        Reduction ofDouble = Reduction.of(0, Math::hypot);
        refused(IllegalArgumentException.class, () -> pool.reduce(longs, ofDouble), "LONG", "Reduction.ofLong");
    }

    @Test
    void aDroppedArrayIsRefused() {
        memory.drop("data");
        refused(RegionDroppedException.class, () -> pool.fill(data, 1), "data");
        refused(RegionDroppedException.class, () -> pool.reduce(data, Reduction.SUM), "data");
    }

    @Test
    void aValueThatDoesNotFitTheElementsIsRefused() {
        ByteArray bytes = memory.newByteArray("bytes", 10);
        ShortArray shorts = memory.newShortArray("shorts", 10);
        refused(IllegalArgumentException.class, () -> pool.fill(bytes, 128), "128");
        refused(IllegalArgumentException.class, () -> pool.fill(bytes, -129), "-129");
        refused(IllegalArgumentException.class, () -> pool.fillAsync(shorts, 32_768), "32768");
        pool.fill(bytes, -128);
        assertEquals(-1280, pool.reduce(bytes, Reduction.SUM));
    }

    @Test
    void missingArgumentsAreRefused() {
        assertThrows(NullPointerException.class, () -> pool.map((DoubleArray) null, DoubleUnaryOp.ABS, data));
        assertThrows(NullPointerException.class, () -> pool.map(data, null, data));
        assertThrows(NullPointerException.class, () -> pool.map(data, DoubleUnaryOp.ABS, null));
        assertThrows(NullPointerException.class, () -> pool.reduce(data, null));
        assertThrows(NullPointerException.class, () -> pool.dot(data, null));
        assertThrows(NullPointerException.class, () -> pool.dot(null, data));
        assertThrows(NullPointerException.class, () -> pool.zip(null, data, DoubleBinaryOp.ADD, data));
        assertThrows(NullPointerException.class, () -> pool.zip(data, null, DoubleBinaryOp.ADD, data));
        assertThrows(NullPointerException.class, () -> pool.fill((DoubleArray) null, 1));
        assertThrows(NullPointerException.class, () -> Pool.start((SharedMemory) null));
        assertThrows(NullPointerException.class, () -> Pool.start(memory, null));
        assertThrows(NullPointerException.class, () -> Pool.start((PoolOptions) null));
    }

    @Test
    void afterCloseEveryCallIsRefused() throws InterruptedException {
        String name = pool.name();
        pool.close();
        refused(IllegalStateException.class, () -> pool.map(data, DoubleUnaryOp.ABS, data), name);
        refused(IllegalStateException.class, () -> pool.reduce(data, Reduction.SUM), name);
        refused(IllegalStateException.class, () -> pool.fillAsync(data, 1), name);
        refused(IllegalStateException.class, () -> pool.generate(data, DoubleGenerators.index()), name);
        refused(IllegalStateException.class, pool::workers, name);
        refused(IllegalStateException.class, pool::stats, name);
        assertTrue(pool.awaitTermination(Duration.ZERO));
        pool.close();
        pool.shutdownNow();
        assertArrayEquals(new double[100], data.toArray());
    }

    @Test
    void aMemoryWithAnOpenPoolCannotBeClosed() {
        refused(IllegalStateException.class, memory::close, pool.name());
        pool.fill(data, 3);
        assertEquals(300, pool.reduce(data, Reduction.SUM));
    }

    @Test
    void aNameIsTakenOnlyOnce() {
        try (Pool named = Pool.start(memory, CALLER.name("workers"))) {
            assertEquals("workers", named.name());
            refused(RegionExistsException.class, () -> Pool.start(memory, CALLER.name("workers")), "workers");
        }
        Pool.start(memory, CALLER.name("workers")).close();
    }

    @Test
    void anEngineAreaThatIsTooSmallIsRefusedAndNothingIsLeft() {
        SharedMemory small = SharedMemory.temporary(
                MemoryOptions.defaults().byteSize(1 << 16).engineByteSize(1 << 16));
        OutOfSpaceException refusal = refused(OutOfSpaceException.class, () -> Pool.start(small, CALLER));
        assertTrue(refusal.needed() > refusal.available(), refusal::getMessage);
        assertEquals(
                List.of(),
                MemoryAccess.regionsOf(small).allRegions().stream()
                        .filter(region -> region.kind() == RegionKind.ENGINE)
                        .toList());
        small.close();
    }

    @Test
    void optionsOutOfRangeAreRefusedWithTheirRange() {
        PoolOptions options = PoolOptions.defaults();
        refused(IllegalArgumentException.class, () -> options.workers(-1), "workers=-1", "1,000");
        refused(IllegalArgumentException.class, () -> options.workers(1_001), "workers=1,001");
        refused(IllegalArgumentException.class, () -> options.maxAttempts(0), "maxAttempts=0", "1,023");
        refused(IllegalArgumentException.class, () -> options.maxAttempts(1_024), "maxAttempts=1,024");
        refused(IllegalArgumentException.class, () -> options.heapByteSize(-1), "heapByteSize=-1");
        refused(IllegalArgumentException.class, () -> Pool.start(memory, 0), "workers=0");
        refused(IllegalArgumentException.class, () -> Pool.start(0), "workers=0");
        assertThrows(NullPointerException.class, () -> options.workerKind(null));
        assertThrows(NullPointerException.class, () -> options.waiting(null));
        assertThrows(NullPointerException.class, () -> options.kernel(null));
        assertThrows(NullPointerException.class, () -> options.schedule(null));
        assertThrows(NullPointerException.class, () -> options.output(null));
        assertThrows(NullPointerException.class, () -> options.jvmArgs("-ea", null));
    }

    @Test
    void optionsKeepWhatTheyWereGivenAndNothingElseChanges() {
        PoolOptions options = PoolOptions.defaults().workers(3).name("n").maxAttempts(2).jvmArgs("-ea");
        assertEquals(3, options.workers());
        assertEquals("n", options.name());
        assertEquals(2, options.maxAttempts());
        assertEquals(List.of("-ea"), options.jvmArgs());
        assertEquals(PoolOptions.defaults(), options.workers(0).name(null).maxAttempts(8).jvmArgs(List.of()));
    }
}
