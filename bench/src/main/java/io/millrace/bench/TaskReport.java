package io.millrace.bench;

import io.millrace.engine.cli.text.Arguments;
import java.util.ArrayList;
import java.util.List;

/// Compares functions and object tasks of a pool with its built-in operations and with Python's
/// `multiprocessing.Pool` with the same number of workers, in one run and in turns.
public final class TaskReport implements Report {
    private static final int QUICK_DIVISOR = 1_000;
    private static final int CALL_ITEMS = 100_000;

    @Override
    public ReportOptions usual() {
        return ReportOptions.ofRounds(7).withWorkers(2).withWarmups(3);
    }

    @Override
    public Results measure(Arguments own, ReportOptions options) {
        int divisor = options.quick() ? QUICK_DIVISOR : 1;
        List<Figure> figures = new ArrayList<>();
        try (PythonPool python = new PythonPool();
                TaskComparisons compare = new TaskComparisons(python, options, divisor)) {
            figures.addAll(compare.functions());
            figures.add(compare.submit());
            figures.addAll(compare.squares());
            figures.add(compare.empty());
            figures.addAll(new TaskCalls(python, options.workers(), options.rounds()).identity(CALL_ITEMS / divisor));
        }
        return new FigureTable(figures);
    }
}
