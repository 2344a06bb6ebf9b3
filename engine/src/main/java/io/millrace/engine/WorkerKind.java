package io.millrace.engine;

/// What the workers of a pool are.
public enum WorkerKind {
    /// JVMs of their own: the death of one harms nothing else. Tasks and functions of the user's run in
    /// them only; built-in operations also in the calling thread.
    PROCESS,
    /// Threads of the calling JVM: no start-up, no isolation. Code that crashes or exits ends this program.
    THREAD,
    /// No workers: the calling thread computes everything. For debugging.
    CALLER
}
