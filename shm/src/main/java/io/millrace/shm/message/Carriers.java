package io.millrace.shm.message;

import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// The carriers on the class path.
final class Carriers {
    private static final List<Carrier> ALL = ServiceLoader.load(Carrier.class, Carrier.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    private Carriers() {}

    /// The one that carries such objects; null when none does.
    static @Nullable Carrier of(Object value) {
        for (Carrier carrier : ALL) {
            if (carrier.carries(value)) {
                return carrier;
            }
        }
        return null;
    }

    /// The one of that name; null when it is not here.
    static @Nullable Carrier named(String name) {
        for (Carrier carrier : ALL) {
            if (carrier.name().equals(name)) {
                return carrier;
            }
        }
        return null;
    }
}
