package io.millrace.shm.internal.codec;

import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// The value codecs on the class path.
final class ValueCodecs {
    private static final List<ValueCodec> ALL = ServiceLoader.load(ValueCodec.class, ValueCodec.class.getClassLoader())
            .stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    private static final HandleCodec HANDLES = ServiceLoader.load(HandleCodec.class, HandleCodec.class.getClassLoader())
            .findFirst()
            .orElseThrow();

    private ValueCodecs() {}

    /// The one for handles.
    static HandleCodec handles() {
        return HANDLES;
    }

    /// The one that carries such objects; null when none does.
    static @Nullable ValueCodec of(Object value) {
        for (ValueCodec carrier : ALL) {
            if (carrier.carries(value)) {
                return carrier;
            }
        }
        return null;
    }

    /// The one of that name; null when it is not here.
    static @Nullable ValueCodec named(String name) {
        for (ValueCodec carrier : ALL) {
            if (carrier.name().equals(name)) {
                return carrier;
            }
        }
        return null;
    }
}
