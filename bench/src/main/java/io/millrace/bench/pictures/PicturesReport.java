package io.millrace.bench.pictures;

import io.millrace.bench.FigureTable;
import io.millrace.bench.Report;
import io.millrace.bench.ReportOptions;
import io.millrace.bench.Results;
import io.millrace.bench.peer.Home;
import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.FilePath;
import io.millrace.engine.cli.text.Usage;
import java.io.IOException;
import java.nio.file.Path;

/// Measures how long the command `images` takes for a folder of JPEGs, with libjpeg-turbo and without, and how much
/// its results differ from those of PIL.
public final class PicturesReport implements Report {
    private static final int QUICK_PICTURES = 4;
    private static final int MOST_PICTURES = 1_000_000;

    @Override
    public ReportOptions usual() {
        return ReportOptions.ofRounds(5).withWorkers(2);
    }

    @Override
    public Usage withOptions(Usage shared) {
        return shared.option("pictures", "N", "JPEGs of 1200x900 (200).")
                .option(
                        "jar",
                        "FILE",
                        "The program; the cache of its classes is used if it lies beside it (%s)."
                                .formatted(Home.program()));
    }

    @Override
    public Results measure(Arguments own, ReportOptions options) throws IOException, InterruptedException {
        int pictures = (int) own.number("pictures", 200, 1, MOST_PICTURES);
        Path jar = own.value("jar", FilePath::parse, Home.program());
        try (PictureComparisons compare = new PictureComparisons(jar, options.workers())) {
            compare.paint(options.quick() ? QUICK_PICTURES : pictures);
            return new FigureTable(compare.figures(options.rounds()));
        }
    }
}
