package io.millrace.shm;

import io.millrace.shm.data.Shapes;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.RegionRequest;
import io.millrace.shm.region.Regions;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the typed doors of `NamedRegions` have in common.
final class NamedHandles {
    private NamedHandles() {}

    static Region newArray(Regions regions, String name, ElementType type, long... shape) {
        return createArray(regions, Objects.requireNonNull(name, "name"), type, shape);
    }

    static Region newArray(Regions regions, ElementType type, long... shape) {
        return createArray(regions, null, type, shape);
    }

    private static Region createArray(
            Regions regions, @Nullable String name, ElementType type, long... shape) {
        long byteSize = Shapes.byteSize(type, shape);
        return regions.createRegion(
                new RegionRequest(name, RegionKind.ARRAY, type, shape, byteSize, null));
    }

    static Region newValue(
            Regions regions, String name, ElementType type, Consumer<MemorySegment> initialise) {
        return createValue(regions, Objects.requireNonNull(name, "name"), type, initialise);
    }

    static Region newValue(
            Regions regions, ElementType type, Consumer<MemorySegment> initialise) {
        return createValue(regions, null, type, initialise);
    }

    private static Region createValue(
            Regions regions,
            @Nullable String name,
            ElementType type,
            Consumer<MemorySegment> initialise) {
        long[] shape = {1};
        return regions.createRegion(
                new RegionRequest(
                        name, RegionKind.VALUE, type, shape, type.byteSize(), initialise));
    }

    static Region openTyped(
            Regions regions, String name, RegionKind kind, ElementType type) {
        Region region = regions.openRegion(name, kind);
        if (region.elementType() != type) {
            throw new WrongRegionTypeException(
                    "the region holds another type: region=%s, wanted=%s; open it as what it is"
                            .formatted(region.info(), type));
        }
        return region;
    }

    static Region openOrNewArray(
            Regions regions, String name, ElementType type, long... shape) {
        Region region =
                openOrNew(
                        () -> openTyped(regions, name, RegionKind.ARRAY, type),
                        () -> newArray(regions, name, type, shape));
        requireShape(name, shape, region.shape());
        return region;
    }

    static void requireShape(String name, long[] wanted, long[] found) {
        if (!Arrays.equals(wanted, found)) {
            throw new WrongRegionTypeException(
                    "the region has another shape: region=%s, shape=%s, wanted=%s; open it without a shape"
                            .formatted(name, Arrays.toString(found), Arrays.toString(wanted)));
        }
    }

    /// Others may make or drop the region between two looks.
    static <H> H openOrNew(Supplier<H> open, Supplier<H> make) {
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
}
