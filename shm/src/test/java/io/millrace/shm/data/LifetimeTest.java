package io.millrace.shm.data;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.ElementType;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.Region;
import io.millrace.testing.Await;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What handles say after their region or their memory has gone, and when it must not be written.
class LifetimeTest {
    private final SharedMemory memory = SharedMemory.temporary(1 << 20);

    @TempDir private Path folder;

    @AfterEach
    void close() {
        memory.close();
    }

    record Point(double x, double y) {}

    @ParameterizedTest
    @EnumSource
    void droppedRegionIsNamedAsSuch(ElementType type) {
        Typed array = Typed.array(memory, type, 8);
        memory.drop(array.array().name());
        Map<String, Executable> calls = reads(array);
        calls.putAll(writes(array));
        calls.put("slice", () -> array.slice(0, 1));
        calls.forEach((name, call) -> assertThrows(RegionDroppedException.class, call, name));
    }

    /// What jobs do that stand in no table of the file.
    @Test
    void aRegionInUseIsNotDroppedByItsProcessAndStaysMappedWhenAnotherDropsIt() {
        DoubleArray array = memory.newDoubleArray("array", 8);
        array.fill(2);
        Region region = MemoryAccess.regionsOf(memory).openRegion("array", RegionKind.ARRAY);
        region.beginUse();
        IllegalStateException inUse = assertThrows(IllegalStateException.class, () -> memory.drop("array"));
        assertTrue(inUse.getMessage().contains("running job"), inUse::getMessage);
        assertEquals(2, array.get(7), "nothing has happened");
        try (SharedMemory other = SharedMemory.attach(memory.file())) {
            other.drop("array");
            memory.newDoubleArray("next", 8).fill(3); // closes what was dropped and is not used
            assertEquals(2, region.segment().get(ValueLayout.JAVA_DOUBLE, 56), "the bytes of the dropped array");
            assertThrows(RegionDroppedException.class, region::beginUse);
            region.endUse();
            memory.newDoubleArray("last", 8);
            Await.until("closed", Duration.ofSeconds(30), () -> !region.segment().scope().isAlive());
        }
    }

    @ParameterizedTest
    @EnumSource
    void closedMemoryIsAnIllegalState(ElementType type) {
        Typed array = Typed.array(memory, type, 8);
        memory.close();
        Map<String, Executable> calls = reads(array);
        calls.putAll(writes(array));
        calls.put("slice", () -> array.slice(0, 1));
        calls.forEach((name, call) -> assertThrows(IllegalStateException.class, call, name));
    }

    @ParameterizedTest
    @EnumSource
    void readOnlyMemoryRefusesWrites(ElementType type) {
        Typed array = Typed.array(memory, type, 8);
        array.call("fill", array.of(5));
        try (SharedMemory looking = SharedMemory.attachReadOnly(memory.file())) {
            var region = MemoryAccess.regionsOf(looking).openRegion(array.array().name(), RegionKind.ARRAY);
            Typed seen = new Typed(NumericArray.over(region), type);
            reads(seen).forEach((name, call) -> assertDoesNotThrow(call, name));
            for (var write : writes(seen).entrySet()) {
                var e =
                        assertThrows(
                                UnsupportedOperationException.class,
                                write.getValue(),
                                write.getKey());
                assertTrue(e.getMessage().contains("read-only"), e.getMessage());
            }
        }
        assertEquals(array.of(5), array.call("get", 0L));
    }

    @Test
    void structsSayTheSame() {
        var request = StructArray.request(null, Point.class, 2);
        StructArray<Point> points = StructArray.over(MemoryAccess.regionsOf(memory).createRegion(request), Point.class);
        points.set(1, new Point(1, 2));
        try (SharedMemory looking = SharedMemory.attachReadOnly(memory.file())) {
            var region = MemoryAccess.regionsOf(looking).openRegion(points.name(), RegionKind.STRUCT);
            StructArray<Point> seen = StructArray.over(region, Point.class);
            assertEquals(new Point(1, 2), seen.get(1));
            assertThrows(
                    UnsupportedOperationException.class, () -> seen.set(1, new Point(3, 4)));
            StructField x = seen.field("x");
            assertThrows(UnsupportedOperationException.class, () -> x.setDouble(0, 1));
        }
        StructField y = points.field("y");
        memory.drop(points.name());
        assertThrows(RegionDroppedException.class, () -> points.get(0));
        assertThrows(RegionDroppedException.class, () -> y.getDouble(0));
        assertThrows(RegionDroppedException.class, () -> points.field("y"));
    }

    @Test
    void droppedArrayIsNotSaved() {
        NumericArray array = Typed.array(memory, ElementType.INT, 8).array();
        memory.drop(array.name());
        Path path = folder.resolve("a.npy");
        assertThrows(RegionDroppedException.class, () -> Npy.save(array, path));
        assertEquals(0, folder.toFile().list().length);
    }

    private static Map<String, Executable> reads(Typed array) {
        Map<String, Executable> calls = new LinkedHashMap<>();
        for (String name : new String[] {"get", "getAcquire", "getVolatile"}) {
            calls.put(name, () -> array.call(name, 0L));
        }
        calls.put("toArray", () -> array.call("toArray"));
        calls.put("stream", () -> array.call("stream"));
        calls.put("copyTo", () -> array.call("copyTo", 1L, array.heap(0, 0), 0, 2));
        return calls;
    }

    private static Map<String, Executable> writes(Typed array) {
        Object one = array.of(1);
        Map<String, Executable> calls = new LinkedHashMap<>();
        for (String name :
                new String[] {
                    "set", "setRelease", "setVolatile", "getAndSet", "getAndAdd", "addAndGet"
                }) {
            calls.put(name, () -> array.call(name, 0L, one));
        }
        calls.put("compareAndSet", () -> array.call("compareAndSet", 0L, array.of(5), one));
        Object multiply = array.multiplication("getAndAccumulate");
        calls.put(
                "getAndAccumulate", () -> array.call("getAndAccumulate", 0L, one, multiply));
        calls.put("fill", () -> array.call("fill", one));
        calls.put("copyFrom", () -> array.call("copyFrom", array.heap(1, 2)));
        return calls;
    }
}
