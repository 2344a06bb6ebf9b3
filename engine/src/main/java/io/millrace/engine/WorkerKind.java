package io.millrace.engine;

/// What the workers of a pool are.
public enum WorkerKind {
    /// JVMs of their own: one that dies takes nothing with it.
    PROCESS,
    /// Threads of the calling JVM: no start-up, no isolation.
    THREAD,
    /// None: the calling thread computes everything. For debugging.
    CALLER
}
