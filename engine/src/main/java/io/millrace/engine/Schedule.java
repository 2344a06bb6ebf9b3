package io.millrace.engine;

/// How a job's chunks are given to workers. The result has the same bits under each.
public enum Schedule {
    /// The pool chooses: at present [#STATIC], so that a worker gets the same elements in job after job: it
    /// has mapped their pages, and its caches may still hold their lines.
    AUTO,
    /// Each worker begins with a contiguous share of its own, and then takes chunks of other shares. Best
    /// when all elements cost the same.
    STATIC,
    /// The next free worker takes the next chunk. Best when chunks or processors differ.
    DYNAMIC,
    /// As [#DYNAMIC], with large chunks first and small ones at the end.
    GUIDED
}
