package io.millrace.engine.internal.kernel.loops;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// Gives each class of functions its own copy of a loop: a hidden class made of the bytes of the
/// loop's class.
///
/// The JIT compiler optimizes a loop for the functions that it has called so far. A loop that all
/// functions share has called many, so the compiler neither inlines the function nor vectorizes the
/// loop, which is about fifteen times slower. A copy has called functions of one class only.
///
/// A copy lives as long as the class of its functions, which holds it. So there are never more
/// copies than such classes, and a later job with the same lambda finds its copy compiled. Code
/// that the function itself calls is compiled once for all callers. So functions that only call
/// other functions, such as those of `andThen`, share one profile.
///
/// @param <L> the interface of the loop
public final class LoopCopies<L> {
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

    /// @param loop a class of this package with a constructor without parameters; its code must not
    ///         refer to members of the class by name
    public static <L> LoopCopies<L> of(Class<L> type, Class<? extends L> loop) {
        return new LoopCopies<>(type, loop);
    }

    /// The copy for all functions of the class of `function`.
    public L of(Object function) {
        return copies.get(function.getClass());
    }

    private L copy() {
        try {
            MethodHandles.Lookup copy = MethodHandles.lookup().defineHiddenClass(bytes(), true);
            Object made = copy.findConstructor(copy.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
            return type.cast(made);
        } catch (Throwable impossible) { // a method handle declares it
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
