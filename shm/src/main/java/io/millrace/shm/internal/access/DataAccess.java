package io.millrace.shm.internal.access;

import io.millrace.shm.data.NumericArray;
import io.millrace.shm.data.NumericValue;
import io.millrace.shm.data.SharedCounter;
import io.millrace.shm.data.StructArray;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// The way between regions and the handles of `io.millrace.shm.data`.
public final class DataAccess {
    private static final MethodHandle ARRAY =
            InnerMethods.ofClass(NumericArray.class, "over", NumericArray.class, Region.class);
    private static final MethodHandle ARRAY_REGION =
            InnerMethods.ofObject(NumericArray.class, "region", Region.class);
    /// Looked up when a value is first used: programs with arrays alone load none of its classes.
    private static final class Values {
        static final MethodHandle OVER =
                InnerMethods.ofClass(NumericValue.class, "over", NumericValue.class, Region.class);
        static final MethodHandle REGION = InnerMethods.ofObject(NumericValue.class, "region", Region.class);
    }

    /// Looked up when an array of records is first used.
    private static final class Structs {
        static final MethodHandle OVER =
                InnerMethods.ofClass(StructArray.class, "over", StructArray.class, Region.class, Class.class);
        static final MethodHandle REGION = InnerMethods.ofObject(StructArray.class, "region", Region.class);
        static final MethodHandle REQUEST = InnerMethods.ofClass(
                StructArray.class, "request", RegionRequest.class, String.class, Class.class, long.class);
    }

    /// Looked up when a counter is first used.
    private static final class Counters {
        static final MethodHandle OVER =
                InnerMethods.ofClass(SharedCounter.class, "over", SharedCounter.class, Region.class);
        static final MethodHandle REGION = InnerMethods.ofObject(SharedCounter.class, "region", Region.class);
    }

    private DataAccess() {}

    /// The array that fills a region, by the region's element type; the bytes of a bytes region.
    public static NumericArray array(Region region) {
        try {
            return (NumericArray) ARRAY.invokeExact(region);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The region that an array or a slice lies in.
    public static Region regionOf(NumericArray array) {
        try {
            return (Region) ARRAY_REGION.invokeExact(array);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The value that a region holds, by the region's element type.
    ///
    /// @throws IllegalArgumentException the region has no element type
    public static NumericValue value(Region region) {
        try {
            return (NumericValue) Values.OVER.invokeExact(region);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The region that a value lies in.
    public static Region regionOf(NumericValue value) {
        try {
            return (Region) Values.REGION.invokeExact(value);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// What to ask for to get a region for `length` records.
    ///
    /// @throws IllegalArgumentException a component is neither a primitive nor a record of
    ///         primitives, or the length is negative or too large
    public static RegionRequest structRequest(
            @Nullable String name, Class<? extends Record> type, long length) {
        try {
            return (RegionRequest) Structs.REQUEST.invokeExact(name, (Class<?>) type, length);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The records that fill a region.
    ///
    /// @throws io.millrace.shm.WrongRegionTypeException it was made for a record with other fields
    @SuppressWarnings("unchecked") // `over` returns an array of that type
    public static <R extends Record> StructArray<R> structs(Region region, Class<R> type) {
        try {
            return (StructArray<R>) (StructArray<?>) Structs.OVER.invokeExact(region, (Class<?>) type);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The region that records lie in.
    public static Region regionOf(StructArray<?> structs) {
        try {
            return (Region) Structs.REGION.invokeExact(structs);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The counter that a region holds.
    ///
    /// @throws io.millrace.shm.FileFormatException its header is damaged
    public static SharedCounter counter(Region region) {
        try {
            return (SharedCounter) Counters.OVER.invokeExact(region);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }

    /// The region of a counter.
    public static Region regionOf(SharedCounter counter) {
        try {
            return (Region) Counters.REGION.invokeExact(counter);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }
}
