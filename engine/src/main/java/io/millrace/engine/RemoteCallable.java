package io.millrace.engine;

import java.io.Serializable;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A [Callable] for code that may run in another process: serializable.
@FunctionalInterface
public interface RemoteCallable<R extends @Nullable Object> extends Callable<R>, Serializable {
    /// @throws Exception what the code throws: a [io.millrace.shm.WorkerException] has it as its cause
    @Override
    R call() throws Exception;
}
