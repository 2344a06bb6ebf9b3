package io.millrace.engine;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// As [java.util.function.BiFunction], for code that may run in another process: serializable, and
/// it may throw.
@FunctionalInterface
public interface RemoteBiFunction<T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object>
        extends Serializable {
    /// @throws Exception what the code throws: a [io.millrace.shm.WorkerException] has it as its cause
    R apply(T first, U second) throws Exception;

    /// First this function, then `after`.
    default <V extends @Nullable Object> RemoteBiFunction<T, U, V> andThen(
            RemoteFunction<? super R, ? extends V> after) {
        Objects.requireNonNull(after, "after");
        return (first, second) -> after.apply(apply(first, second));
    }
}
