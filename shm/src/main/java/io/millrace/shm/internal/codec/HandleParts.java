package io.millrace.shm.internal.codec;

import io.millrace.shm.internal.region.Region;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// What a handle was made of, for the [HandleCodec] that sends it.
///
/// A handle need not have public methods for that: its class registers how to ask for the parts when
/// it is initialised, which is before there are handles of it.
///
/// @param part `WHOLE`, or the part of the region that the handle is on
/// @param codecs with which the region was opened
public record HandleParts(Region region, long part, List<?> codecs) {
    /// The handle is on the whole region.
    public static final long WHOLE = 0;
    /// On the first end of a pipe, or the read lock.
    public static final long FIRST = 1;
    /// On the second end of a pipe, or the write lock.
    public static final long SECOND = 2;

    private static final Map<Class<?>, Function<Object, HandleParts>> OF_CLASS = new ConcurrentHashMap<>();

    /// Says how to ask handles of that class.
    public static <H> void register(Class<H> type, Function<? super H, HandleParts> parts) {
        OF_CLASS.put(type, handle -> parts.apply(type.cast(handle)));
    }

    /// The parts of a handle.
    ///
    /// @throws IllegalArgumentException its class did not register
    public static HandleParts of(Object handle) {
        Function<Object, HandleParts> parts = OF_CLASS.get(handle.getClass());
        if (parts == null) {
            throw new IllegalArgumentException("not a handle with parts: " + handle.getClass().getName());
        }
        return parts.apply(handle);
    }
}
