package io.millrace.engine;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// As [java.util.function.Function], for code that may run in another process: serializable, and it
/// may throw.
@FunctionalInterface
public interface RemoteFunction<T extends @Nullable Object, R extends @Nullable Object> extends Serializable {
    /// Gives back what it is given.
    static <T extends @Nullable Object> RemoteFunction<T, T> identity() {
        return value -> value;
    }

    /// @throws Exception what the code throws: a [io.millrace.shm.WorkerException] has it as its cause
    R apply(T value) throws Exception;

    /// First this function, then `after`.
    default <V extends @Nullable Object> RemoteFunction<T, V> andThen(RemoteFunction<? super R, ? extends V> after) {
        Objects.requireNonNull(after, "after");
        return value -> after.apply(apply(value));
    }

    /// First `before`, then this function.
    default <V extends @Nullable Object> RemoteFunction<V, R> compose(RemoteFunction<? super V, ? extends T> before) {
        Objects.requireNonNull(before, "before");
        return value -> apply(before.apply(value));
    }
}
