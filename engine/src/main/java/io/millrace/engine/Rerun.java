package io.millrace.engine;

/// Whether a task is run again when the worker that ran it died.
public enum Rerun {
    /// Another worker runs the task again, until the task has killed as many workers as it may. Effects of
    /// the task outside of its result may happen more than once.
    AFTER_DEATH,
    /// The task fails.
    NEVER
}
