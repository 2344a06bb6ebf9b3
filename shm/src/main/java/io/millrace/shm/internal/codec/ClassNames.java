package io.millrace.shm.internal.codec;

import io.millrace.shm.NotTransportableException;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Classes by name. A lookup runs no code of the class: callers check the kind of the class before they
/// use it.
final class ClassNames {
    private static final Map<String, Class<?>> PRIMITIVES = Stream.of(
                    boolean.class,
                    byte.class,
                    short.class,
                    char.class,
                    int.class,
                    long.class,
                    float.class,
                    double.class,
                    void.class)
            .collect(Collectors.toMap(Class::getName, Function.identity()));

    /// Classes that were found, by class loader and name; keeps no class loaded.
    private static final Map<ClassLoader, Map<String, WeakReference<Class<?>>>> FOUND = new WeakHashMap<>();

    private ClassNames() {}

    static boolean isPrimitive(String name) {
        return PRIMITIVES.containsKey(name);
    }

    /// The class of that name as the calling thread sees it.
    static Class<?> find(String name) {
        Class<?> primitive = PRIMITIVES.get(name);
        if (primitive != null) {
            return primitive;
        }
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return find(name, context == null ? ClassNames.class.getClassLoader() : context);
    }

    private static Class<?> find(String name, ClassLoader loader) {
        Map<String, WeakReference<Class<?>>> found = found(loader);
        WeakReference<Class<?>> known = found.get(name);
        Class<?> type = known == null ? null : known.get();
        if (type == null) {
            type = load(name, loader);
            found.put(name, new WeakReference<>(type));
        }
        return type;
    }

    private static Map<String, WeakReference<Class<?>>> found(ClassLoader loader) {
        synchronized (FOUND) {
            return FOUND.computeIfAbsent(loader, key -> new ConcurrentHashMap<>());
        }
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError notThere) {
            throw new NotTransportableException(
                    "the message holds an object of a class that cannot be loaded here: class=" + name
                            + "; put it on the class path of this process",
                    notThere);
        }
    }

    /// Whether other processes can find the class by its name.
    static boolean canBeFound(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.componentType();
        }
        return !element.isHidden();
    }
}
