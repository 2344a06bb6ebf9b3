package io.millrace.engine;

/// Whether a task is run again when the worker that ran it died.
public enum Rerun {
    /// By another worker, until it has killed as many as it may: a task with effects outside of its
    /// result may have had them before.
    AFTER_DEATH,
    /// Never: then the task has failed.
    NEVER
}
