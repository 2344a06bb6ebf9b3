package io.millrace.bench.pictures;

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

/// Measures how long the command `images` takes for a folder of JPEGs, with libjpeg-turbo and without, and how much
/// its results differ from those of PIL.
@Command(
        name = "pictures",
        mixinStandardHelpOptions = true,
        description = "Compares the command images with PIL, in turns, and their results.")
public final class PicturesReport implements Callable<Integer> {
    private static final int QUICK_PICTURES = 4;

    @Option(names = "--pictures", defaultValue = "200", description = "JPEGs of 1200x900 (${DEFAULT-VALUE})")
    private int pictures;

    @Option(names = "--workers", defaultValue = "2", description = "workers (${DEFAULT-VALUE})")
    private int workers;

    @Option(names = "--rounds", defaultValue = "5", description = "turns of all contenders (${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--jar",
            defaultValue = "engine/target/millrace.jar",
            description = "the program; the cache of its classes is used if it lies beside it (${DEFAULT-VALUE})")
    private Path jar;

    @Mixin
    private FigureOutput output;

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new PicturesReport());
    }

    @Override
    public Integer call() throws Exception {
        List<Figure> figures;
        try (PictureComparisons compare = new PictureComparisons(jar, workers)) {
            compare.paint(output.isQuick() ? QUICK_PICTURES : pictures);
            figures = compare.figures(output.isQuick() ? 1 : rounds);
        }
        output.print(figures, spec.commandLine().getOut());
        return CommandLine.ExitCode.OK;
    }
}
