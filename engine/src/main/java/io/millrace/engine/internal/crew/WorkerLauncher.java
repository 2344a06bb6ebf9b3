package io.millrace.engine.internal.crew;

import io.millrace.engine.internal.jvm.JvmChild;

/// Starts the JVMs of workers.
public interface WorkerLauncher {
    /// Does now what the first launch would do, without its exceptions.
    void prepare();

    /// Starts the JVM of a worker.
    ///
    /// @throws RuntimeException when the system does not
    JvmChild launch(int workerSlot);
}
