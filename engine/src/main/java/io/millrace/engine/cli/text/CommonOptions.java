package io.millrace.engine.cli.text;

import picocli.CommandLine.Option;

/// The options of every command.
public final class CommonOptions {
    @Option(names = "--json", description = "Print one JSON value and nothing else.")
    boolean json;

    @Option(names = {"-v", "--verbose"}, description = "Show where a failure came from.")
    boolean verbose;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    boolean help;

    /// Whether the result is one JSON value.
    public boolean json() {
        return json;
    }

    /// Whether a failure is shown with its stack trace, and the output of workers is shown.
    public boolean verbose() {
        return verbose;
    }
}
