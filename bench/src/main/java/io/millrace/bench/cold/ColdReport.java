package io.millrace.bench.cold;

import io.millrace.bench.Figure;
import io.millrace.bench.FigureOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Measures what users meet first: whole small programs, each step of a new program, and the first passes over fresh
/// arrays, beside Python and C.
@Command(
        name = "cold",
        mixinStandardHelpOptions = true,
        description = "Measures new programs and first passes, beside the same in Python and C.")
public final class ColdReport implements Callable<Integer> {
    private static final long QUICK_ELEMENTS = 10_000;

    @Option(names = "--elements", defaultValue = "1000000",
            description = "doubles of the whole program (${DEFAULT-VALUE})")
    private long elements;

    @Option(
            names = "--pass-elements",
            defaultValue = "64000000",
            description = "doubles of the first passes (${DEFAULT-VALUE})")
    private long passElements;

    @Option(names = "--workers", defaultValue = "2", description = "workers (${DEFAULT-VALUE})")
    private int workers;

    @Option(
            names = "--pools",
            defaultValue = "200",
            description = "pools of each kind, one after another (${DEFAULT-VALUE})")
    private int pools;

    @Option(
            names = "--many-workers",
            defaultValue = "64",
            description = "workers of a pool with far more than processors (${DEFAULT-VALUE})")
    private int manyWorkers;

    @Option(names = "--rounds", defaultValue = "7", description = "turns of all contenders (${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--command",
            description = "a command of the shell that does what the whole program does, such as"
                    + " './millrace squares --elements 1000000'; timed from its second run on")
    private @Nullable String command;

    @Mixin
    private FigureOutput output;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ColdReport());
    }

    @Override
    public Integer call() {
        List<Figure> figures = new ArrayList<>();
        try (ColdComparisons compare = new ColdComparisons(output.isQuick() ? 1 : rounds, workers)) {
            figures.addAll(compare.programs(output.isQuick() ? QUICK_ELEMENTS : elements, command));
            figures.addAll(compare.steps());
            figures.addAll(compare.pools(output.isQuick() ? 2 : pools, output.isQuick() ? 4 : manyWorkers));
            figures.addAll(compare.passes(output.isQuick() ? QUICK_ELEMENTS : passElements));
        }
        output.print(figures, spec.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }
}
