package io.millrace.engine;

import java.io.Serializable;

/// As [java.lang.Runnable], for code that may run in another process: serializable, and it may
/// throw.
@FunctionalInterface
public interface RemoteRunnable extends Serializable {
    void run() throws Exception;
}
