package io.millrace.bench.stream;

import io.millrace.bench.FigureTable;
import io.millrace.bench.Report;
import io.millrace.bench.ReportOptions;
import io.millrace.bench.Results;
import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.FilePath;
import io.millrace.engine.cli.text.Usage;
import java.io.IOException;
import java.nio.file.Path;

/// Measures how long a sum of squares over a file takes that is four times as large as the memory given, beside a loop
/// that only reads the file: from the page cache, and from the disk.
public final class StreamReport implements Report {
    private static final long MIB = 1L << 20;
    private static final long MOST_MIB = 1L << 20;
    private static final Path FOLDER = Path.of(System.getProperty("java.io.tmpdir"));

    @Override
    public ReportOptions usual() {
        return ReportOptions.ofRounds(15).withWorkers(2);
    }

    @Override
    public Usage withOptions(Usage shared) {
        return shared.option("memory", "N", "MiB given; the file has 4 times as many (64).")
                .option("folder", "DIR", "Where the file is made, on a disk (%s).".formatted(FOLDER));
    }

    @Override
    public Results measure(Arguments own, ReportOptions options) throws IOException, InterruptedException {
        long memory = own.number("memory", 64, 1, MOST_MIB);
        Path folder = own.value("folder", FilePath::parse, FOLDER);
        long byteSize = options.quick() ? MIB : memory * MIB;
        try (StreamComparisons compare = new StreamComparisons(folder, byteSize, options.workers())) {
            return new FigureTable(compare.figures(options.rounds()));
        }
    }
}
