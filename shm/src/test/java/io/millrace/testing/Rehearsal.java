package io.millrace.testing;

/// What JVMs of a module's tests do, once and quickly: what it runs through is in the [StartArchive]. Named in
/// `META-INF/services` of the test classes.
public interface Rehearsal {
    /// Does it.
    void run() throws Exception;
}
