package io.millrace.bench;

import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Usage;
import java.io.IOException;

/// What a report has of its own; [ReportCommand] makes a command of it.
public interface Report {
    /// The shared options that it takes, with their usual values.
    ReportOptions usual();

    /// Adds its own options.
    default Usage withOptions(Usage shared) {
        return shared;
    }

    /// Measures.
    ///
    /// @param own the values of its own options
    /// @throws io.millrace.engine.cli.text.UsageException when a value is refused
    Results measure(Arguments own, ReportOptions options) throws IOException, InterruptedException;
}
