package io.millrace.shm.internal.codec;

import io.millrace.shm.RemoteThrowable;
import java.util.AbstractMap.SimpleEntry;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The class as which a value arrives, where it differs from the class that was sent. The sender checks
/// with it whether the place of the value can hold what arrives.
final class Arrival {
    private static final Class<?> LIST = unmodifiable(Arrays.asList()).getClass();
    private static final Class<?> SET = unmodifiable(new LinkedHashSet<>()).getClass();
    private static final Class<?> MAP = unmodifiable(new LinkedHashMap<>()).getClass();

    private Arrival() {}

    static List<?> unmodifiable(List<?> list) {
        return Collections.unmodifiableList(list);
    }

    static Set<?> unmodifiable(LinkedHashSet<?> set) {
        return Collections.unmodifiableSequencedSet(set);
    }

    static Map<?, ?> unmodifiable(LinkedHashMap<?, ?> map) {
        return Collections.unmodifiableSequencedMap(map);
    }

    /// The class of a collection, map or entry there; null when it does not travel.
    static @Nullable Class<?> of(Object value) {
        Class<?> type = value.getClass();
        CollectionKind kind = CollectionKind.of(type);
        if (kind != null) {
            return kind.type();
        }
        if (type == SimpleEntry.class || type == SimpleImmutableEntry.class) {
            return type;
        }
        if (!CollectionKind.isInner(type)) {
            return null;
        }
        return switch (value) {
            case List<?> list -> LIST;
            case Set<?> set -> SET;
            case Map<?, ?> map -> MAP;
            case Map.Entry<?, ?> entry -> SimpleImmutableEntry.class;
            default -> null;
        };
    }

    /// Whether a variable of that type can hold some values that travel, but perhaps not what arrives of
    /// them.
    static boolean isPicky(Class<?> declared) {
        return declared != Object.class
                && !declared.isPrimitive()
                && !declared.isArray()
                && !declared.isRecord()
                && (declared.isInterface()
                        || Collection.class.isAssignableFrom(declared)
                        || Map.class.isAssignableFrom(declared)
                        || Map.Entry.class.isAssignableFrom(declared)
                        || Throwable.class.isAssignableFrom(declared))
                && !(declared == List.class || declared == Collection.class || declared == Iterable.class);
    }

    /// Checks that what arrives of `value` can be stored where it belongs.
    ///
    /// @param place names that place in the message
    /// @throws EncodingFailure it cannot
    static void require(Class<?> declared, @Nullable Object value, String place) {
        if (value instanceof Record) {
            return;
        }
        if (value instanceof Throwable thrown) {
            if (!declared.isAssignableFrom(RemoteThrowable.class) && !Throwables.comesBack(thrown)) {
                throw new EncodingFailure(
                        value.getClass(),
                        ("the %s is declared as %s, but such an exception cannot be made again and arrives as a"
                                + " RemoteThrowable; declare it as Exception, or give it a constructor with"
                                + " message and cause")
                        .formatted(place, declared.getName()));
            }
        } else if (value instanceof Collection || value instanceof Map || value instanceof Map.Entry) {
            Class<?> there = of(value);
            if (there != null && !declared.isAssignableFrom(there)) {
                String role = switch (value) {
                    case List<?> _ -> "List";
                    case Set<?> _ -> "Set";
                    case Map<?, ?> _ -> "Map";
                    default -> "Map.Entry";
                };
                throw new EncodingFailure(value.getClass(), ("the %s is declared as %s, but arrives as an"
                        + " unmodifiable %s; declare the %s as %s, or send a copy")
                        .formatted(place, declared.getName(), role, place, role));
            }
        }
    }
}
