package io.millrace.engine.cli;

import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Command;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.cli.text.Usage.Operand;
import io.millrace.engine.cli.text.UsageException;

/// The program without a command: its help, its version.
final class ProgramCommand implements Command {
    private final Console console;

    ProgramCommand(Console console) {
        this.console = console;
    }

    @Override
    public Usage usage() {
        return Usage.ofProgram(Main.NAME, "Millrace: worker JVMs compute over one memory-mapped file.")
                .subcommands("COMMAND", Main.usages(console).stream()
                        .map(usage -> new Operand(usage.name(), usage.description().getFirst()))
                        .toList())
                .footer("'millrace COMMAND --help' describes a command. Every command takes --json.");
    }

    @Override
    public int run(Arguments arguments) {
        if (!arguments.version()) {
            throw new UsageException("no command given");
        }
        String version = Main.class.getPackage().getImplementationVersion();
        console.out().println(
                "millrace %s, Java %s".formatted(version == null ? "development build" : version, Runtime.version()));
        return 0;
    }
}
