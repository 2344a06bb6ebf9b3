package io.millrace.shm.internal.codec;

import io.millrace.shm.NotTransportableException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The classes that messages of one codec may name beside those of the JDK and of Millrace.
///
/// @param names null: all that the class path has
public record AllowList(@Nullable Set<String> names, List<Class<?>> classes) {
    /// Name of the codec that may name everything.
    public static final String ANY = "any";

    /// All classes of the class path.
    public static final AllowList EVERYTHING = new AllowList(null, List.of());

    /// Packages whose records, enums and functional interfaces are facts, handles, functions and exceptions.
    private static final Set<String> OWN_PACKAGES = Set.of(
            "io.millrace.shm",
            "io.millrace.shm.data",
            "io.millrace.shm.sync",
            "io.millrace.engine",
            "io.millrace.engine.kernel",
            "io.millrace.engine.internal.kernel", // functions of a C library
            "io.millrace.engine.internal.kernel.functions"); // built-in functions with parameters

    public static AllowList of(Class<?>... classes) {
        Set<String> names = new TreeSet<>();
        for (Class<?> type : classes) {
            if (type.isArray() || type.isPrimitive() || type.isHidden()) {
                throw new IllegalArgumentException(
                        ("not a class that a message can name by itself: class=%s; give records, enums, exceptions,"
                                + " and classes with functions")
                                .formatted(type.getTypeName()));
            }
            names.add(type.getName());
        }
        return new AllowList(names, List.copyOf(Arrays.asList(classes)));
    }

    /// The name of a codec with this list; the same for all orders of the classes.
    public String codecName() {
        return names == null
                ? ANY
                : "any of %s %016x".formatted(names.size(), Fingerprint.of(String.join(",", names)));
    }

    boolean takes(String name) {
        if (names == null) {
            return true;
        }
        if (ClassNames.isPrimitive(name) || name.matches("\\[+[ZBCSIJFD]")) {
            return true;
        }
        String element = name.startsWith("[") && name.endsWith(";")
                ? name.substring(name.lastIndexOf('[') + 2, name.length() - 1)
                : name;
        int dot = element.lastIndexOf('.');
        return names.contains(element)
                || element.startsWith("java.")
                || dot >= 0 && OWN_PACKAGES.contains(element.substring(0, dot));
    }

    /// For a sender: checks that the message may name the class.
    void requireSent(Class<?> type) {
        if (names != null && !takes(type.getName())) {
            throw new EncodingFailure(type,
                    "it is not one of the classes of this codec; add it to Codec.any(classes...) in all processes");
        }
    }

    /// For a receiver, before it loads the class: checks that the message may name it.
    void requireReceived(String name) {
        if (names != null && !takes(name)) {
            throw new NotTransportableException(
                    ("the message names a class that is not one of its codec: class=%s, codec=%s; add it to"
                            + " Codec.any(classes...) in all processes")
                            .formatted(name, codecName()));
        }
    }
}
