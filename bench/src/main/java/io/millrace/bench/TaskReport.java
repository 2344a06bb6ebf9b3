package io.millrace.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What a pool does with the user's functions and objects, beside its built-in operations and Python's `multiprocessing.Pool`
/// with as many workers, in one run and in turns.
@Command(
        name = "tasks",
        mixinStandardHelpOptions = true,
        description = "Measures functions and tasks of a pool beside built-in operations and Python's multiprocessing.")
public final class TaskReport implements Callable<Integer> {
    private static final int QUICK = 1_000;

    @Option(names = "--workers", defaultValue = "2", description = "workers (${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--rounds", defaultValue = "7", description = "timed turns (${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--warmups", defaultValue = "3", description = "turns before those (${DEFAULT-VALUE})")
    private int warmups;

    @Option(names = "--quick", description = "only looks whether all works: the figures say nothing")
    private boolean quick;

    @Option(names = "--json", description = "prints JSON instead of a table")
    private boolean json;

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
        List<Figure> figures = measure();
        PrintWriter writer = spec.commandLine().getOut();
        if (json) {
            writer.println(JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(figures));
        } else {
            FigureTable.print(figures, writer);
        }
        writer.flush();
        return CommandLine.ExitCode.OK;
    }

    private List<Figure> measure() {
        List<Figure> figures = new ArrayList<>();
        try (PythonPool python = new PythonPool();
                TaskComparisons compare = quick
                        ? new TaskComparisons(python, workers, 0, 1, QUICK)
                        : new TaskComparisons(python, workers, warmups, rounds, 1)) {
            figures.addAll(compare.functions());
            figures.add(compare.submit());
            figures.addAll(compare.squares());
            figures.add(compare.empty());
        }
        return figures;
    }
}
