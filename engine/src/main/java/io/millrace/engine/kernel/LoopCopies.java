package io.millrace.engine.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// Gives each class of functions a copy of a loop, as a hidden class made of the loop's own bytes.
///
/// The JIT compiler decides by what a loop has called so far. One that all functions run through has
/// called many, so it neither inlines the function nor makes vector instructions of it: some fifteen
/// times slower. A copy has called one.
///
/// A copy lives as long as the class of the functions it is for, which keeps it: there are never more
/// of them than there are such classes, and later jobs with the same lambda find it compiled. What
/// the function itself calls is compiled once for all its callers, so a function that only calls other
/// functions it is given, as those of `andThen` do, shares its profile.
///
/// @param <L> the interface of the loop
final class LoopCopies<L> {
    private final Class<L> type;
    private final Class<? extends L> loop;

    private final ClassValue<L> copies = new ClassValue<>() {
        @Override
        protected L computeValue(Class<?> functions) {
            return copy();
        }
    };

    private LoopCopies(Class<L> type, Class<? extends L> loop) {
        this.type = type;
        this.loop = loop;
    }

    /// @param loop a class of this package with a constructor without parameters, which refers to no
    ///         member of its own by its name
    static <L> LoopCopies<L> of(Class<L> type, Class<? extends L> loop) {
        return new LoopCopies<>(type, loop);
    }

    /// The loop for this function and others of its class.
    L of(Object function) {
        return copies.get(function.getClass());
    }

    private L copy() {
        try {
            MethodHandles.Lookup copy = MethodHandles.lookup().defineHiddenClass(bytes(), true);
            Object made = copy.findConstructor(copy.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
            return type.cast(made);
        } catch (Throwable impossible) { // what a method handle declares
            throw new IllegalStateException("a loop cannot be copied: class=%s".formatted(loop.getName()), impossible);
        }
    }

    private byte[] bytes() throws IOException {
        String name = loop.getName();
        String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
        try (InputStream stream = loop.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IOException("no such resource: " + file);
            }
            return stream.readAllBytes();
        }
    }
}
