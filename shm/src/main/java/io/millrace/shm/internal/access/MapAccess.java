package io.millrace.shm.internal.access;

import io.millrace.shm.internal.region.Region;
import io.millrace.shm.map.SharedMap;
import io.millrace.shm.message.Codec;
import java.lang.invoke.MethodHandle;

/// The way from regions to the handles of `io.millrace.shm.map`.
public final class MapAccess {
    private static final MethodHandle MAP = InnerMethods.ofClass(
            SharedMap.class, "over", SharedMap.class, Region.class, Codec.class, Codec.class);

    private MapAccess() {}

    /// The map that a region holds.
    ///
    /// @throws io.millrace.shm.WrongRegionTypeException it was made with other codecs
    /// @throws io.millrace.shm.FileFormatException its header is damaged
    @SuppressWarnings("unchecked") // `over` returns a map of these codecs
    public static <K, V> SharedMap<K, V> map(Region region, Codec<K> keys, Codec<V> values) {
        try {
            return (SharedMap<K, V>) (SharedMap<?, ?>) MAP.invokeExact(region, keys, values);
        } catch (Throwable failure) {
            throw InnerMethods.rethrown(failure);
        }
    }
}
