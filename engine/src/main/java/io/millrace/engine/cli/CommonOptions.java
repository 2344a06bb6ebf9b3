package io.millrace.engine.cli;

import picocli.CommandLine.Option;

/// What every command takes.
final class CommonOptions {
    @Option(names = "--json", description = "Print one JSON value and nothing else.")
    boolean json;

    @Option(names = {"-v", "--verbose"}, description = "Show where a failure came from.")
    boolean verbose;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    boolean help;
}
