package io.millrace.engine;

/// How a job's chunks are given to workers. The result has the same bits under each.
public enum Schedule {
    /// What fits the job: at present [#STATIC], so that a worker meets the same elements in job after
    /// job, whose pages it has mapped and whose lines its caches may still hold.
    AUTO,
    /// Each worker begins with a contiguous share of its own, and then helps the others. Best when
    /// all cost the same.
    STATIC,
    /// Whoever is ready takes the next chunk. Best when chunks or processors differ.
    DYNAMIC,
    /// As DYNAMIC, with large chunks first and small ones at the end.
    GUIDED
}
