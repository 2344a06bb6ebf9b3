package io.millrace.engine.internal.pool;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value that is made at its first use.
final class LazyValue<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private @Nullable T value;

    private LazyValue(Supplier<T> maker) {
        this.maker = maker;
    }

    static <T> Supplier<T> of(Supplier<T> maker) {
        return new LazyValue<>(maker);
    }

    @Override
    public synchronized T get() {
        T made = value;
        if (made == null) {
            made = maker.get();
            value = made;
        }
        return made;
    }
}
