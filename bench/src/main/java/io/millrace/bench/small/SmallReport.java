package io.millrace.bench.small;

import io.millrace.bench.Figure;
import io.millrace.bench.FigureTable;
import io.millrace.bench.Numbers;
import io.millrace.bench.Report;
import io.millrace.bench.ReportOptions;
import io.millrace.bench.Results;
import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Usage;
import java.util.ArrayList;
import java.util.List;

/// Compares one sum of squares over 1 to 10 million elements with OpenMP, a Java loop, a parallel stream and numpy,
/// after 100 calls and warm.
public final class SmallReport implements Report {
    private static final int TRACED_ELEMENTS = 1_000;
    private static final String ELEMENTS = "1,100,1000,10000,100000,1000000,10000000";

    @Override
    public ReportOptions usual() {
        return ReportOptions.ofRounds(5).withWorkers(2);
    }

    @Override
    public Usage withOptions(Usage shared) {
        return shared.option("elements", "N,...", "Doubles of a job, several sizes (%s).".formatted(ELEMENTS))
                .option("seconds", "S", "Longest time of a phase (2).");
    }

    @Override
    public Results measure(Arguments own, ReportOptions options) {
        List<Integer> elements = own.value("elements", Numbers::list, Numbers.list(ELEMENTS));
        double seconds = own.value("seconds", Numbers::seconds, 2.0);
        List<Figure> figures = new ArrayList<>();
        boolean quick = options.quick();
        try (SmallComparisons compare =
                new SmallComparisons(options.rounds(), options.workers(), quick ? 0.01 : seconds)) {
            for (int size : quick ? List.of(TRACED_ELEMENTS) : elements) {
                figures.addAll(compare.times(size));
            }
            figures.addAll(compare.systemCalls(TRACED_ELEMENTS, quick ? 100 : 20_000));
        }
        return new FigureTable(figures);
    }
}
