package io.millrace.engine;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// As [java.util.function.Consumer], for code that may run in another process: serializable, and it
/// may throw.
@FunctionalInterface
public interface RemoteConsumer<T extends @Nullable Object> extends Serializable {
    /// @throws Exception what the code throws: a [io.millrace.shm.WorkerException] has it as its cause
    void accept(T value) throws Exception;

    /// First this, then `after`, with the same value.
    default RemoteConsumer<T> andThen(RemoteConsumer<? super T> after) {
        Objects.requireNonNull(after, "after");
        return value -> {
            accept(value);
            after.accept(value);
        };
    }
}
