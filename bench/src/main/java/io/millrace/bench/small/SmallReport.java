package io.millrace.bench.small;

import io.millrace.bench.Figure;
import io.millrace.bench.FigureOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Compares one sum of squares over 1 to 10 million elements with OpenMP, a Java loop, a parallel stream and numpy,
/// after 100 calls and warm.
@Command(
        name = "small",
        mixinStandardHelpOptions = true,
        description = "Compares jobs over few elements with OpenMP, Java and numpy, after 100 calls and warm.")
public final class SmallReport implements Callable<Integer> {
    private static final int TRACED_ELEMENTS = 1_000;

    @Option(
            names = "--elements",
            split = ",",
            defaultValue = "1,100,1000,10000,100000,1000000,10000000",
            description = "doubles of a job (${DEFAULT-VALUE})")
    private List<Integer> elements;

    @Option(names = "--workers", defaultValue = "2", description = "workers (${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--rounds", defaultValue = "5", description = "turns of all contenders (${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "2", description = "longest time of a phase (${DEFAULT-VALUE})")
    private double seconds;

    @Mixin
    private FigureOutput output;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new SmallReport());
    }

    @Override
    public Integer call() {
        List<Figure> figures = new ArrayList<>();
        boolean quick = output.isQuick();
        try (SmallComparisons compare = new SmallComparisons(quick ? 1 : rounds, workers, quick ? 0.01 : seconds)) {
            for (int size : quick ? List.of(TRACED_ELEMENTS) : elements) {
                figures.addAll(compare.times(size));
            }
            figures.addAll(compare.systemCalls(TRACED_ELEMENTS, quick ? 100 : 20_000));
        }
        output.print(figures, spec.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }
}
