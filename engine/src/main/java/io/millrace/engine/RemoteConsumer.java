package io.millrace.engine;

import java.io.Serializable;

/// As [java.util.function.Consumer], for code that may run in another process: serializable, and it
/// may throw.
@FunctionalInterface
public interface RemoteConsumer<T> extends Serializable {
    void accept(T value) throws Exception;
}
