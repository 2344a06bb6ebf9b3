package io.millrace.engine.cli;

/// A configuration of `java.util.logging` without handlers: nothing is logged. The JDK makes it when something is
/// to be logged for the first time, if ever: to ask for a logger at once takes longer than a small job.
public final class NoLogging {
    /// Leaves everything as it is.
    public NoLogging() {}
}
