package io.millrace.shm;

import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.data.NumericValue;
import io.millrace.shm.data.StructArray;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.region.Regions;
import io.millrace.shm.internal.region.Shapes;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the methods of [SharedMemory] that create and open handles have in common.
///
/// @param regions of the memory
record NamedHandles(Regions regions) {
    /// A name that is given, for methods that also work without one.
    static String given(String name) {
        return Objects.requireNonNull(name, "name");
    }

    Region create(RegionRequest request) {
        return regions.createRegion(request);
    }

    Region open(String name, RegionKind kind) {
        return regions.openRegion(given(name), kind);
    }

    NumericArray newArray(String name, ElementType type, long... shape) {
        return createArray(given(name), type, shape);
    }

    NumericArray newArray(ElementType type, long... shape) {
        return createArray(null, type, shape);
    }

    private NumericArray createArray(@Nullable String name, ElementType type, long... shape) {
        long byteSize = Shapes.byteSize(type, shape);
        return DataAccess.array(create(new RegionRequest(name, RegionKind.ARRAY, type, shape, byteSize, null)));
    }

    NumericArray array(String name, ElementType type) {
        return DataAccess.array(openTyped(name, RegionKind.ARRAY, type));
    }

    NumericArray openOrNewArray(String name, ElementType type, long... shape) {
        NumericArray array = openOrNew(() -> array(name, type), () -> newArray(name, type, shape));
        requireShape(name, shape, array.shape());
        return array;
    }

    NumericValue newValue(String name, ElementType type, Consumer<MemorySegment> initialise) {
        return createValue(given(name), type, initialise);
    }

    NumericValue newValue(ElementType type, Consumer<MemorySegment> initialise) {
        return createValue(null, type, initialise);
    }

    private NumericValue createValue(
            @Nullable String name, ElementType type, Consumer<MemorySegment> initialise) {
        long[] shape = {1};
        return DataAccess.value(
                create(new RegionRequest(name, RegionKind.VALUE, type, shape, type.byteSize(), initialise)));
    }

    NumericValue value(String name, ElementType type) {
        return DataAccess.value(openTyped(name, RegionKind.VALUE, type));
    }

    NumericValue openOrNewValue(String name, ElementType type, Consumer<MemorySegment> initialise) {
        return openOrNew(() -> value(name, type), () -> newValue(name, type, initialise));
    }

    <R extends Record> StructArray<R> newStructs(@Nullable String name, Class<R> type, long length) {
        return DataAccess.structs(create(DataAccess.structRequest(name, type, length)), type);
    }

    <R extends Record> StructArray<R> openOrNewStructs(String name, Class<R> type, long length) {
        StructArray<R> array =
                openOrNew(() -> structs(name, type), () -> newStructs(given(name), type, length));
        requireShape(name, new long[] {length}, new long[] {array.length()});
        return array;
    }

    <R extends Record> StructArray<R> structs(String name, Class<R> type) {
        return DataAccess.structs(open(name, RegionKind.STRUCT), type);
    }

    ByteArray newBytes(@Nullable String name, long byteSize) {
        long[] shape = {byteSize};
        return (ByteArray) DataAccess.array(
                create(new RegionRequest(name, RegionKind.BYTES, ElementType.BYTE, shape, byteSize, null)));
    }

    ByteArray bytes(String name) {
        return (ByteArray) DataAccess.array(openTyped(name, RegionKind.BYTES, ElementType.BYTE));
    }

    ByteArray openOrNewBytes(String name, long byteSize) {
        ByteArray bytes = openOrNew(() -> bytes(name), () -> newBytes(given(name), byteSize));
        requireShape(name, new long[] {byteSize}, bytes.shape());
        return bytes;
    }

    private Region openTyped(String name, RegionKind kind, ElementType type) {
        Region region = open(name, kind);
        if (region.elementType() != type) {
            throw new WrongRegionTypeException(
                    "the region holds another type: region=%s, wanted=%s; open it as what it is"
                            .formatted(region.info(), type));
        }
        return region;
    }

    /// Opens the handle, or makes it. Other processes may create or drop the region between the two
    /// attempts, so both are repeated until one succeeds.
    <H> H openOrNew(Supplier<H> open, Supplier<H> make) {
        while (true) {
            try {
                return open.get();
            } catch (NoSuchRegionException missing) {
                try {
                    return make.get();
                } catch (RegionExistsException another) {
                    continue;
                }
            }
        }
    }

    static void requireShape(String name, long[] wanted, long[] found) {
        if (!Arrays.equals(wanted, found)) {
            throw new WrongRegionTypeException(
                    "the region has another shape: region=%s, shape=%s, wanted=%s; open it without a shape"
                            .formatted(name, Arrays.toString(found), Arrays.toString(wanted)));
        }
    }

    static void requireSame(String name, String what, long found, long wanted) {
        requireEqual(name, what, Long.valueOf(found), Long.valueOf(wanted));
    }

    static <T> void requireEqual(String name, String what, T found, T wanted) {
        if (!found.equals(wanted)) {
            throw new WrongRegionTypeException(
                    "the region was made differently: region=%s, %s=%s, wanted=%s; open it as it is"
                            .formatted(name, what, found, wanted));
        }
    }
}
