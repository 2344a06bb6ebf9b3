package io.millrace.bench.stream;

import io.millrace.bench.Figure;
import io.millrace.bench.FigureOutput;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Measures how long a sum of squares over a file takes that is four times as large as the memory given, beside a loop
/// that only reads the file: from the page cache, and from the disk.
@Command(
        name = "stream",
        mixinStandardHelpOptions = true,
        description = "Compares a stream of a file with reading the file alone, in turns.")
public final class StreamReport implements Callable<Integer> {
    private static final long MIB = 1L << 20;

    @Option(
            names = "--memory",
            defaultValue = "64",
            description = "MiB given; the file has 4 times as many (${DEFAULT-VALUE})")
    private long memory;

    @Option(names = "--workers", defaultValue = "2", description = "workers (${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--rounds", defaultValue = "15", description = "turns of all contenders (${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--folder",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "where the file is made, on a disk (${DEFAULT-VALUE})")
    private Path folder;

    @Mixin
    private FigureOutput output;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new StreamReport());
    }

    @Override
    public Integer call() throws Exception {
        long byteSize = output.isQuick() ? MIB : memory * MIB;
        List<Figure> figures;
        try (StreamComparisons compare = new StreamComparisons(folder, byteSize, workers)) {
            figures = compare.figures(output.isQuick() ? 1 : rounds);
        }
        output.print(figures, spec.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }
}
