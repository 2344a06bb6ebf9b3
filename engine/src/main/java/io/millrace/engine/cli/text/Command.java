package io.millrace.engine.cli.text;

/// A command of the program.
public interface Command {
    /// What the command takes.
    Usage usage();

    /// Runs the command.
    ///
    /// @return the exit code
    /// @throws UsageException when a word of the command line has no meaning for it
    int run(Arguments arguments);
}
