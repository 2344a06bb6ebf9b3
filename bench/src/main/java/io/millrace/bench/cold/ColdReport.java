package io.millrace.bench.cold;

import io.millrace.bench.Figure;
import io.millrace.bench.FigureTable;
import io.millrace.bench.Report;
import io.millrace.bench.ReportOptions;
import io.millrace.bench.Results;
import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Usage;
import java.util.ArrayList;
import java.util.List;

/// Measures what users meet first: whole small programs, each step of a new program, and the first passes over fresh
/// arrays, beside Python and C.
public final class ColdReport implements Report {
    private static final long QUICK_ELEMENTS = 10_000;
    private static final int MOST_POOLS = 100_000;

    @Override
    public ReportOptions usual() {
        return ReportOptions.ofRounds(7).withWorkers(2);
    }

    @Override
    public Usage withOptions(Usage shared) {
        return shared.option("elements", "N", "Doubles of the whole program (1M).")
                .option("pass-elements", "N", "Doubles of the first passes (64M).")
                .option("pools", "N", "Pools of each kind, one after another (200).")
                .option("many-workers", "N", "Workers of a pool with far more than processors (64).")
                .option(
                        "command",
                        "COMMAND",
                        "A command of the shell that does what the whole program does, such as"
                                + " './millrace squares --elements 1000000'; timed from its second run on.");
    }

    @Override
    public Results measure(Arguments own, ReportOptions options) {
        long elements = own.number("elements", 1_000_000, 1, ReportOptions.MOST_ELEMENTS);
        long passElements = own.number("pass-elements", 64_000_000, 1, ReportOptions.MOST_ELEMENTS);
        int pools = (int) own.number("pools", 200, 1, MOST_POOLS);
        int manyWorkers = (int) own.number("many-workers", 64, 1, ReportOptions.MOST_WORKERS);
        String command = own.value("command", text -> text);
        boolean quick = options.quick();
        List<Figure> figures = new ArrayList<>();
        try (ColdComparisons compare = new ColdComparisons(options.rounds(), options.workers())) {
            figures.addAll(compare.programs(quick ? QUICK_ELEMENTS : elements, command));
            figures.addAll(compare.steps());
            figures.addAll(compare.pools(quick ? 2 : pools, quick ? 4 : manyWorkers));
            figures.addAll(compare.passes(quick ? QUICK_ELEMENTS : passElements));
        }
        return new FigureTable(figures);
    }
}
