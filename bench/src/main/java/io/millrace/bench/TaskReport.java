package io.millrace.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Compares functions and object tasks of a pool with its built-in operations and with Python's
/// `multiprocessing.Pool` with the same number of workers, in one run and in turns.
@Command(
        name = "tasks",
        mixinStandardHelpOptions = true,
        description = "Compares functions and tasks of a pool with built-in operations and Python's multiprocessing.")
public final class TaskReport implements Callable<Integer> {
    private static final int QUICK_DIVISOR = 1_000;
    private static final int CALL_ITEMS = 100_000;

    @Option(names = "--workers", defaultValue = "2", description = "workers (${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--rounds", defaultValue = "7", description = "timed turns (${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--warmups", defaultValue = "3", description = "turns before the timed ones (${DEFAULT-VALUE})")
    private int warmups;

    @Mixin
    private FigureOutput output;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new TaskReport());
    }

    @Override
    public Integer call() {
        output.print(measure(), spec.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }

    private List<Figure> measure() {
        List<Figure> figures = new ArrayList<>();
        try (PythonPool python = new PythonPool();
                TaskComparisons compare = output.isQuick()
                        ? new TaskComparisons(python, workers, 0, 1, QUICK_DIVISOR)
                        : new TaskComparisons(python, workers, warmups, rounds, 1)) {
            figures.addAll(compare.functions());
            figures.add(compare.submit());
            figures.addAll(compare.squares());
            figures.add(compare.empty());
            figures.addAll(output.isQuick()
                    ? new TaskCalls(python, workers, 1).identity(CALL_ITEMS / QUICK_DIVISOR)
                    : new TaskCalls(python, workers, rounds).identity(CALL_ITEMS));
        }
        return figures;
    }
}
