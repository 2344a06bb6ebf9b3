package io.millrace.engine;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// As [java.util.function.Supplier], for code that may run in another process: serializable, and it
/// may throw.
@FunctionalInterface
public interface RemoteSupplier<T extends @Nullable Object> extends Serializable {
    /// @throws Exception what the code throws: a [io.millrace.shm.WorkerException] has it as its cause
    T get() throws Exception;
}
