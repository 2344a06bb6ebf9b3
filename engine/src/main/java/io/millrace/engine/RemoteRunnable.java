package io.millrace.engine;

import java.io.Serializable;

/// As [java.lang.Runnable], for code that may run in another process: serializable, and it may
/// throw.
@FunctionalInterface
public interface RemoteRunnable extends Serializable {
    /// @throws Exception what the code throws: a [io.millrace.shm.WorkerException] has it as its cause
    void run() throws Exception;
}
